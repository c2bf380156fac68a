import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { VerifyUser } from '../../src/endpoint/verify-user.js'
import { TokenProviderError } from '../../src/errors/errors.js'
import { memoryRevocationStore } from '../../src/index.js'
import { caught, reasonOf } from '../fixture/caught.js'
import { fakeTime, rest, settled } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { replaceableStore } from '../fixture/store-doubles.js'

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()

/** An app whose session holds the user id, and a log of the calls in their order. */
async function setUp(verifyUser?: VerifyUser<{ session?: string | undefined }>) {
  const log: string[] = []
  const store = replaceableStore()
  const { write } = store
  store.write = async changes => {
    log.push(`write ${JSON.stringify(changes)}`)
    return write(changes)
  }
  const provider = fixedProvider({ revocations: store, streamApi: false })
  const endpoint = provider.endpoint<{ session?: string | undefined }>((raw, context) => {
    log.push('verifyUser')
    return verifyUser === undefined ? raw.session : verifyUser(raw, context)
  })
  const raw: { session?: string | undefined } = { session: 'john' }
  const end = (given: { session?: string | undefined }): void => {
    log.push('end')
    given.session = undefined
  }
  const token = await provider.createToken('john')
  return { log, store, provider, endpoint, raw, end, token }
}

const problem = (reply: { status: number; body: string } | undefined): unknown[] =>
  reply === undefined ? [] : [reply.status, JSON.parse(reply.body).reason]

const thrown = (status: number) => () => {
  throw Object.assign(new Error('no'), { status, expose: true })
}

describe('logOut', () => {
  it('calls verifyUser, ends the session, and then revokes as of now', async () => {
    const { log, provider, endpoint, raw, end, token } = await setUp()
    expect(await endpoint.logOut({ raw }, end)).toBeUndefined()
    expect(log).toEqual([
      'verifyUser',
      'end',
      `write ${JSON.stringify([{ userId: 'john', cutoff: NOW + 1 }])}`,
    ])
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
  })

  it.each<[string, (() => unknown) | undefined, unknown]>([
    ['the value of a parser', () => ({ session: 'a' }), { session: 'a' }],
    ['{} if nothing was parsed', undefined, {}],
    ['{} for bytes', () => Buffer.from('{}'), {}],
    ['{} for text', () => '{}', {}],
    ['{} for an object with __proto__', () => JSON.parse('{"__proto__":{}}'), {}],
    [
      '{} for a parser that throws',
      () => {
        throw new Error('Invalid JSON')
      },
      {},
    ],
  ])('calls verifyUser with the body: %s', async (_what, parsed, body) => {
    const bodies: unknown[] = []
    const { endpoint, raw, end } = await setUp((_raw, context) => {
      bodies.push(context.body)
      return null
    })
    expect(await endpoint.logOut({ raw, ...(parsed && { parsed }) }, end)).toBeUndefined()
    expect(bodies).toEqual([body])
  })

  it('emits a refused event with the reason', async () => {
    const events: unknown[] = []
    const provider = fixedProvider({
      revocations: memoryRevocationStore(),
      streamApi: false,
      onEvent: event => events.push(event),
    })
    const reply = await provider
      .endpoint(thrown(500))
      .logOut({ raw: new Request('https://app.example') }, () => {})
    expect(problem(reply)).toEqual([500, 'verify_user_failed'])
    expect(events).toMatchObject([{ type: 'refused', reason: 'verify_user_failed' }])
  })

  it('reads the clock for the cutoff after the session has ended', async () => {
    let now = NOW
    const provider = fixedProvider({
      revocations: memoryRevocationStore(),
      streamApi: false,
      clock: () => now * 1000,
    })
    await provider
      .endpoint(() => 'john')
      .logOut({ raw: new Request('https://app.example') }, () => {
        now += 5
      })
    expect(await provider.revokeUserToken('john', iso(NOW))).toHaveProperty('before', iso(NOW + 6))
  })

  it('waits for a session that ends asynchronously', async () => {
    const { log, endpoint, raw } = await setUp()
    await endpoint.logOut({ raw }, async () => {
      await Promise.resolve()
      log.push('ended')
    })
    expect(log.slice(0, 2)).toEqual(['verifyUser', 'ended'])
  })

  it.each<[string, VerifyUser<{ session?: string | undefined }>]>([
    ['returns null', () => null],
    ['returns false', () => false],
    ['returns undefined', () => undefined],
    ['throws 401', thrown(401)],
    ['throws 403', thrown(403)],
  ])('revokes nothing and lets the handler run if verifyUser %s', async (_name, verifyUser) => {
    const { log, provider, endpoint, raw, end, token } = await setUp(verifyUser)
    expect(await endpoint.logOut({ raw }, end)).toBeUndefined()
    expect(log).toEqual(['verifyUser'])
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it.each<[string, VerifyUser<{ session?: string | undefined }>, unknown[]]>([
    ['throws 500', thrown(500), [500, 'verify_user_failed']],
    ['returns an invalid id', () => '', [500, 'identity_invalid']],
    ['throws 503', thrown(503), [503, 'overloaded']],
  ])(
    'responds instead of the handler and keeps the session if verifyUser %s',
    async (_name, verifyUser, expected) => {
      const { log, endpoint, raw, end } = await setUp(verifyUser)
      expect(problem(await endpoint.logOut({ raw }, end))).toEqual(expected)
      expect([log, raw.session]).toEqual([['verifyUser'], 'john'])
    },
  )

  it('responds 503 if the revocation is not stored, but applies it in this process', async () => {
    const { store, provider, endpoint, raw, end, token } = await setUp()
    store.write = () => Promise.reject(new Error('down'))
    const reply = await endpoint.logOut({ raw }, end)
    expect([problem(reply), reply?.headers['retry-after']]).toEqual([[503, 'revocation_not_stored'], '1'])
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
  })

  it('revokes nothing and rethrows the error if the session cannot be ended', async () => {
    const { log, endpoint, raw } = await setUp()
    const error = new Error('no database')
    const end = (): never => {
      throw error
    }
    expect(await caught(endpoint.logOut({ raw }, end))).toBe(error)
    expect(log).toEqual(['verifyUser'])
  })

  it('stops a verifyUser call that started before it from yielding a token', async () => {
    fakeTime(NOW)
    onTestFinished(() => void vi.useRealTimers())
    let resolveUser: (id: string | undefined) => void = () => {}
    let calls = 0
    const raw: { session?: string | undefined } = { session: 'john' }
    const provider = fixedProvider({
      revocations: memoryRevocationStore(),
      streamApi: false,
      clock: () => Date.now(),
    })
    const tokens = provider.endpoint<object>(() =>
      calls++ === 0 ? new Promise<string | undefined>(resolve => (resolveUser = resolve)) : raw.session,
    )
    const sessions = provider.endpoint<{ session?: string | undefined }>(({ session }) => session)
    const reply = tokens.fetch(new Request('https://app.example/stream/token', { method: 'POST' }))
    await rest()
    await sessions.logOut({ raw }, given => {
      given.session = undefined
    })
    resolveUser('john')
    const { status } = await settled(reply)
    expect([status, calls]).toEqual([401, 2])
  })

  it('C13: responds 500 config_invalid if key or secret is missing, and ends no session', async () => {
    vi.stubEnv('STREAM_API_KEY', undefined).stubEnv('STREAM_API_SECRET', undefined)
    const [verifyUser, end] = [vi.fn(() => 'john'), vi.fn()]
    for (const options of [{ apiKey: undefined }, { apiSecret: undefined }]) {
      const events: unknown[] = []
      const { logOut } = fixedProvider({ ...options, onEvent: event => events.push(event) }).endpoint(
        verifyUser,
      )
      const reply = await logOut({ raw: new Request('https://app.example') }, end)
      expect(problem(reply)).toEqual([500, 'config_invalid'])
      expect(events).toMatchObject([
        { type: 'refused', reason: 'config_invalid', message: expect.stringContaining('is missing') },
      ])
    }
    expect([verifyUser.mock.calls, end.mock.calls]).toEqual([[], []])
  })

  it('loads credentials that are functions before it revokes', async () => {
    const provider = fixedProvider({
      ...{ apiKey: async () => 'log-out', apiSecret: async () => 's'.repeat(32), streamApi: false },
    })
    const { logOut } = provider.endpoint(() => 'john')
    expect(await logOut({ raw: new Request('https://app.example') }, () => {})).toBeUndefined()
    expect(await provider.revokeUserToken('john', iso(NOW - 60))).toHaveProperty('before', iso(NOW + 1))
  })

  it('returns a TokenProviderError as a reply', async () => {
    const { endpoint, raw } = await setUp()
    const end = (): never => {
      throw new TokenProviderError('rate_limited')
    }
    expect(problem(await endpoint.logOut({ raw }, end))).toEqual([429, 'rate_limited'])
  })
})
