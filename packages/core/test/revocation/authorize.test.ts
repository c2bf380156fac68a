import { describe, expect, it } from 'vitest'
import { TokenProviderError } from '../../src/index.js'
import type { RevocationCommand } from '../../src/settings/revocation-command.js'
import { NOW } from '../fixture/fixed-provider.js'
import { iso, ORIGIN, setUp, statusAndReason } from '../fixture/routes.js'

const verdict = (status: number) => Object.assign(new Error('marker'), { status, expose: true })

describe('authorizeRevocation', () => {
  it.each<unknown>([undefined, null, false, 0, 1, 'true', {}, [true], new Boolean(true)])(
    'denies the request when it returns %j',
    async result => {
      for (const returned of [result, Promise.resolve(result)]) {
        const { provider, send } = setUp(() => returned as boolean)
        const token = await provider.createToken('john')
        for (const [method, path, body] of [
          ['POST', '/revocations', { app: true }],
          ['GET', '/revocations/john', undefined],
        ] as const) {
          expect(await statusAndReason(await send(method, path, body))).toEqual([403, 'revocation_forbidden'])
        }
        expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
      }
    },
  )

  it.each<[string, unknown, unknown[]]>([
    ['status 401', verdict(401), [401, 'unauthenticated']],
    ['status 403', verdict(403), [403, 'revocation_forbidden']],
    ['status 429', verdict(429), [429, 'rate_limited']],
    ['status 503', verdict(503), [503, 'overloaded']],
    [
      'the 401 of a service',
      Object.assign(new Error('marker'), { status: 401 }),
      [500, 'verify_user_failed'],
    ],
    [
      'the 403 of a service',
      Object.assign(new Error('marker'), { status: 403 }),
      [500, 'verify_user_failed'],
    ],
    ['any other error', new Error('marker'), [500, 'verify_user_failed']],
    ['undefined', undefined, [500, 'verify_user_failed']],
    ['a TokenProviderError', new TokenProviderError('token_missing'), [401, 'token_missing']],
  ])('responds with the matching status and reason when it throws %s', async (_name, thrown, expected) => {
    const { provider, send } = setUp(() => Promise.reject(thrown))
    const token = await provider.createToken('john')
    const reply = await send('POST', '/revocations', { app: true })
    const text = await reply.clone().text()
    expect([await statusAndReason(reply), text.includes('marker')]).toEqual([expected, false])
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it('receives the parsed command, and is not called for an invalid one', async () => {
    const commands: RevocationCommand[] = []
    const { send } = setUp((_raw, { command }) => {
      commands.push(command)
      return true
    })
    await send('POST', '/revocations', { userIds: ['john'], undo: true, block: false })
    await send('POST', '/revocations', { app: true })
    await send('POST', '/revocations', { app: true, block: true })
    await send('GET', '/revocations/a%40b')
    await send('GET', '/revocations/a%20b')
    expect(commands).toEqual([
      { action: 'revoke', userIds: ['john'], before: null, block: false },
      { action: 'revoke' },
      { action: 'read', userId: 'a@b' },
    ])
  })
})

describe('GET /revocations/{userId}', () => {
  it.each<[string, number, unknown[]]>([
    ['/revocations/john', 200, ['john']],
    ['/revocations/%6Aohn', 200, ['john']],
    ['/revocations/a%40b', 200, ['a@b']],
    ['/revocations/a@b', 200, ['a@b']],
    ['/revocations/__proto__', 200, ['__proto__']],
    ['/revocations/', 400, ['revocation_invalid']],
    ['/revocations/%zz', 400, ['revocation_invalid']],
    ['/revocations/%', 400, ['revocation_invalid']],
    ['/revocations/%c3%28', 400, ['revocation_invalid']],
    ['/revocations/%c3%a9', 400, ['revocation_invalid']],
    ['/revocations/%2f', 400, ['revocation_invalid']],
    ['/revocations/%252e', 400, ['revocation_invalid']],
    ['/revocations/john%00', 400, ['revocation_invalid']],
    [`/revocations/${'a'.repeat(256)}`, 400, ['revocation_invalid']],
    ['/revocations/%2e%2e', 404, ['not_found']],
    ['/revocations/john/', 404, ['not_found']],
    ['/revocations/john/more', 404, ['not_found']],
  ])('for %s responds %d', async (path, status, [value]) => {
    const { send } = setUp(() => true)
    const reply = await send('GET', path)
    const { userId, reason } = await reply.json()
    expect([reply.status, userId ?? reason]).toEqual([status, value])
  })

  it('refuses a path that was not normalized by a URL parser', async () => {
    const { handle } = setUp(() => true)
    const request = { method: 'GET', raw: new Request(ORIGIN), headers: () => [] }
    for (const path of ['/revocations/%2e%2e', '/revocations/..', '/revocations/.']) {
      const reply = await handle({ ...request, path, body: async () => ({ kind: 'none' }) })
      expect(reply?.status).toBe(400)
    }
  })

  it('returns the cutoffs in force, and a block only until it ends', async () => {
    let now = NOW
    const { provider, send } = setUp(() => true, { clock: () => now * 1000 })
    const read = async () => (await send('GET', '/revocations/john')).json()
    expect(await read()).toEqual({ userId: 'john', before: null, blockedUntil: null, appBefore: null })
    await provider.revokeUserToken('john', iso(NOW - 0.5))
    await provider.revokeTokens(iso(NOW - 7))
    await provider.blockUser('john', { until: iso(NOW + 60) })
    const inForce = { userId: 'john', before: iso(NOW - 0.5), appBefore: iso(NOW - 7) }
    expect(await read()).toEqual({ ...inForce, blockedUntil: iso(NOW + 60) })
    now += 60
    expect(await read()).toEqual({ ...inForce, blockedUntil: null })
  })
})
