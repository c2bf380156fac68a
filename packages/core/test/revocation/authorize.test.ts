import { describe, expect, it } from 'vitest'
import { TokenProviderError } from '../../src/index.js'
import type { RevocationCommand } from '../../src/settings/revocation-command.js'
import { NOW } from '../fixture/fixed-provider.js'
import { iso, ORIGIN, setUp, told } from '../fixture/routes.js'

describe('authorizeRevocation', () => {
  it.each<unknown>([undefined, null, false, 0, 1, 'true', {}, [true], new Boolean(true)])(
    'that answers %j is a no',
    async answer => {
      for (const given of [answer, Promise.resolve(answer)]) {
        const { provider, send } = setUp(() => given as boolean)
        const token = await provider.createToken('john')
        for (const [method, path, body] of [
          ['POST', '/revocations', { app: true }],
          ['GET', '/revocations/john', undefined],
        ] as const) {
          expect(await told(await send(method, path, body))).toEqual([403, 'revocation_forbidden'])
        }
        expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
      }
    },
  )

  it.each<[string, unknown, unknown[]]>([
    ['status 401', Object.assign(new Error('marker'), { status: 401 }), [401, 'unauthenticated']],
    ['status 403', Object.assign(new Error('marker'), { status: 403 }), [403, 'revocation_forbidden']],
    ['status 429', { status: 429 }, [429, 'rate_limited']],
    ['status 503', { status: 503 }, [503, 'overloaded']],
    ['anything else', new Error('marker'), [500, 'verify_user_failed']],
    ['undefined', undefined, [500, 'verify_user_failed']],
    ['our refusal of a token', new TokenProviderError('token_missing'), [401, 'token_missing']],
  ])('that throws %s is answered so', async (_name, thrown, expected) => {
    const { provider, send } = setUp(() => Promise.reject(thrown))
    const token = await provider.createToken('john')
    const reply = await send('POST', '/revocations', { app: true })
    const text = await reply.clone().text()
    expect([await told(reply), text.includes('marker')]).toEqual([expected, false])
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it('is shown the command as it was read, and not asked about one that cannot be', async () => {
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
  ])('of %s is %d', async (path, status, [value]) => {
    const { send } = setUp(() => true)
    const reply = await send('GET', path)
    const { userId, reason } = await reply.json()
    expect([reply.status, userId ?? reason]).toEqual([status, value])
  })

  it('of a path that no URL has tidied is refused too', async () => {
    const { handle } = setUp(() => true)
    const request = { method: 'GET', raw: new Request(ORIGIN), headers: () => [] }
    for (const path of ['/revocations/%2e%2e', '/revocations/..', '/revocations/.']) {
      const reply = await handle({ ...request, path, body: async () => ({ kind: 'none' }) })
      expect(reply?.status).toBe(400)
    }
  })

  it('tells what is in force, and a block only until its end', async () => {
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
