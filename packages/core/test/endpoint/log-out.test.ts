import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { VerifyUser } from '../../src/endpoint/verify-user.js'
import { forbidden, TokenProviderError, unauthenticated } from '../../src/errors/errors.js'
import type { TokenProviderEvent } from '../../src/events/events.js'
import { memoryRevocationStore } from '../../src/index.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { caught, reasonOf } from '../fixture/caught.js'
import { fakeTime, rest, settled } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { pair } from '../fixture/pair.js'
import { deferred, replaceableStore } from '../fixture/store-doubles.js'
import { tokenRequest } from '../fixture/token-request.js'

interface Raw {
  session?: string | undefined
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()
const requestOf = (raw: Raw) => ({ ...tokenRequest({ path: '/log-out' }), raw })

/** An app whose session holds the user id, and a log of the calls in their order. */
async function setUp(verifyUser?: VerifyUser<Raw>, options: TokenProviderOptions = {}) {
  const log: string[] = []
  const events: TokenProviderEvent[] = []
  const store = replaceableStore()
  const { write } = store
  store.write = async changes => {
    log.push(`write ${JSON.stringify(changes)}`)
    return write(changes)
  }
  const provider = fixedProvider({
    revocations: store,
    streamApi: false,
    onEvent: event => events.push(event),
    ...options,
  })
  const endpoint = provider.endpoint<Raw>((raw, context) => {
    log.push('verifyUser')
    return verifyUser === undefined ? raw.session : verifyUser(raw, context)
  })
  const raw: Raw = { session: 'john' }
  const end = (given: Raw): void => {
    log.push('end')
    given.session = undefined
  }
  const token = await provider.createToken('john')
  events.length = 0
  const logOut = (endSession: (given: Raw) => unknown = end, parsed?: () => unknown) =>
    endpoint.logOut(requestOf(raw), endSession, parsed)
  return { log, events, store, provider, raw, end, token, logOut }
}

const problem = (reply: { status: number; body: string } | undefined): unknown[] =>
  reply === undefined ? [] : [reply.status, JSON.parse(reply.body).reason]

const throws = (thrown: unknown) => () => {
  throw thrown
}
const thrown = (status: number) => throws(Object.assign(new Error('no'), { status, expose: true }))

describe('logOut', () => {
  it('calls verifyUser, ends the session, and then revokes as of now', async () => {
    const { log, provider, token, logOut } = await setUp()
    expect(await logOut()).toBeUndefined()
    expect(log).toEqual([
      'verifyUser',
      'end',
      `write ${JSON.stringify([{ userId: 'john', cutoff: pair(NOW + 0.2) }])}`,
    ])
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
  })

  it.each<[string, (() => unknown) | undefined, unknown]>([
    ['the value of a parser', () => ({ session: 'a' }), { session: 'a' }],
    ['{} if nothing was parsed', undefined, {}],
    ['{} for bytes', () => Buffer.from('{}'), {}],
    ['{} for text', () => '{}', {}],
    ['{} for an object with __proto__', () => JSON.parse('{"__proto__":{}}'), {}],
    ['{} for a parser that throws', throws(new Error('Invalid JSON')), {}],
  ])('calls verifyUser with the body: %s', async (_what, parsed, body) => {
    const bodies: unknown[] = []
    const { end, logOut } = await setUp((_raw, context) => {
      bodies.push(context.body)
      return null
    })
    expect(await logOut(end, parsed)).toBeUndefined()
    expect(bodies).toEqual([body])
  })

  it('reads the clock for the cutoff after the session has ended', async () => {
    let now = NOW
    const { provider, logOut } = await setUp(() => 'john', { clock: () => now * 1000 })
    await logOut(() => {
      now += 5
    })
    expect(await provider.revokeUserToken('john', iso(NOW))).toHaveProperty('before', iso(NOW + 5.2))
  })

  it.each<[string, VerifyUser<Raw>]>([
    ['returns null', () => null],
    ['returns false', () => false],
    ['returns undefined', () => undefined],
    ['throws 401', thrown(401)],
    ['throws unauthenticated()', throws(unauthenticated())],
  ])(
    'D1, D2: ends the session, revokes nothing, says so and lets the handler run if verifyUser %s',
    async (_name, verifyUser) => {
      const { log, events, raw, provider, token, logOut } = await setUp(verifyUser)
      expect(await logOut()).toBeUndefined()
      expect([log, raw.session]).toEqual([['verifyUser', 'end'], undefined])
      expect(events).toEqual([{ at: NOW, type: 'log_out_of_nobody' }])
      expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
    },
  )

  it.each<[string, VerifyUser<Raw>]>([
    ['throws 403', thrown(403)],
    ['throws forbidden()', throws(forbidden())],
    ['rejects with forbidden()', () => Promise.reject(forbidden())],
  ])('D1: ends the session, revokes nothing and responds 403 if verifyUser %s', async (_name, verifyUser) => {
    const { log, events, raw, provider, token, logOut } = await setUp(verifyUser)
    expect(problem(await logOut())).toEqual([403, 'forbidden'])
    expect([log, raw.session]).toEqual([['verifyUser', 'end'], undefined])
    expect(events).toMatchObject([{ type: 'refused', reason: 'forbidden' }])
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it.each<[string, VerifyUser<Raw>, unknown[]]>([
    ['throws 500', thrown(500), [500, 'verify_user_failed']],
    [
      'throws the 401 of a service',
      throws(Object.assign(new Error(), { status: 401 })),
      [500, 'verify_user_failed'],
    ],
    ['returns an invalid id', () => '', [500, 'identity_invalid']],
    ['throws 429', thrown(429), [429, 'rate_limited']],
    ['throws 503', thrown(503), [503, 'overloaded']],
  ])(
    'responds instead of the handler and keeps the session if verifyUser %s',
    async (_name, verifyUser, expected) => {
      const { log, events, raw, logOut } = await setUp(verifyUser)
      expect(problem(await logOut())).toEqual(expected)
      expect([log, raw.session]).toEqual([['verifyUser'], 'john'])
      expect(events).toMatchObject([{ type: 'refused', reason: expected[1] }])
    },
  )

  it('responds 503 if the revocation is not stored, but applies it in this process', async () => {
    const { store, raw, provider, token, logOut } = await setUp()
    store.write = () => Promise.reject(new Error('down'))
    const reply = await logOut()
    expect([problem(reply), reply?.headers['retry-after']]).toEqual([[503, 'revocation_not_stored'], '1'])
    expect(raw.session).toBeUndefined()
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
  })

  it('D4: revokes only when the promise of endSession has settled', async () => {
    const { log, logOut } = await setUp()
    const ended = deferred()
    const reply = logOut(() => ended.promise)
    await rest()
    expect(log).toEqual(['verifyUser'])
    ended.resolve()
    expect(await reply).toBeUndefined()
    expect(log).toHaveLength(2)
  })

  it.each<[string, (error: Error) => () => unknown]>([
    ['throws', throws],
    ['rejects', error => () => Promise.reject(error)],
  ])('D4: revokes nothing and throws the same error if endSession %s', async (_name, failing) => {
    const error = new Error('no database')
    const { log, provider, token, logOut } = await setUp()
    expect(await caught(logOut(failing(error)))).toBe(error)
    expect(log).toEqual(['verifyUser'])
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it('returns a TokenProviderError of endSession as a reply', async () => {
    const { logOut } = await setUp()
    expect(problem(await logOut(throws(new TokenProviderError('rate_limited'))))).toEqual([
      429,
      'rate_limited',
    ])
  })

  it('stops a verifyUser call that started before it from yielding a token', async () => {
    fakeTime(NOW)
    onTestFinished(() => void vi.useRealTimers())
    let resolveUser: (id: string | undefined) => void = () => {}
    let calls = 0
    const raw: Raw = { session: 'john' }
    const provider = fixedProvider({
      revocations: memoryRevocationStore(),
      streamApi: false,
      clock: () => Date.now(),
    })
    const tokens = provider.endpoint<object>(() =>
      calls++ === 0 ? new Promise<string | undefined>(resolve => (resolveUser = resolve)) : raw.session,
    )
    const sessions = provider.endpoint<Raw>(({ session }) => session)
    const reply = tokens.fetch(new Request('https://app.example/stream/token', { method: 'POST' }))
    await rest()
    await sessions.logOut(requestOf(raw), given => {
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
      const { logOut } = fixedProvider({ ...options, onEvent: event => events.push(event) }).endpoint<Raw>(
        verifyUser,
      )
      expect(problem(await logOut(requestOf({}), end))).toEqual([500, 'config_invalid'])
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
    const { logOut } = provider.endpoint<Raw>(() => 'john')
    expect(await logOut(requestOf({}), () => {})).toBeUndefined()
    expect(await provider.revokeUserToken('john', iso(NOW - 60))).toHaveProperty('before', iso(NOW + 0.2))
  })
})
