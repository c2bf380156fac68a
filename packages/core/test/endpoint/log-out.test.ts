import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { VerifyUser } from '../../src/endpoint/verify-user.js'
import { TokenProviderError } from '../../src/errors/errors.js'
import { memoryRevocationStore } from '../../src/index.js'
import { caught, reasonOf } from '../fixture/caught.js'
import { fakeTime, rest, settled } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { faultyStore } from '../fixture/store-doubles.js'

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()

/** An app whose sessions name their user, and a log of what was done in which order. */
async function setUp(verifyUser?: VerifyUser<{ session?: string | undefined }>) {
  const log: string[] = []
  const store = faultyStore()
  const { write } = store
  store.write = async changes => {
    log.push(`write ${JSON.stringify(changes)}`)
    return write(changes)
  }
  const provider = fixedProvider({ revocations: store, streamApi: false })
  const endpoint = provider.endpoint<{ session?: string | undefined }>((raw, context) => {
    log.push('ask')
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
  throw Object.assign(new Error('no'), { status })
}

describe('logOut', () => {
  it('asks who it is, ends the session, and then revokes as of now', async () => {
    const { log, provider, endpoint, raw, end, token } = await setUp()
    expect(await endpoint.logOut({ raw }, end)).toBeUndefined()
    expect(log).toEqual(['ask', 'end', `write ${JSON.stringify([{ userId: 'john', cutoff: NOW + 1 }])}`])
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
  })

  it.each<[string, (() => unknown) | undefined, unknown]>([
    ['what a parser has left', () => ({ session: 'a' }), { session: 'a' }],
    ['{} where nothing was parsed', undefined, {}],
    ['{} for bytes', () => Buffer.from('{}'), {}],
    ['{} for text', () => '{}', {}],
    ['{} for what would pollute a prototype', () => JSON.parse('{"__proto__":{}}'), {}],
    [
      '{} for a look that throws',
      () => {
        throw new Error('Invalid JSON')
      },
      {},
    ],
  ])('asks with the body: %s', async (_what, parsed, body) => {
    const bodies: unknown[] = []
    const { endpoint, raw, end } = await setUp((_raw, context) => {
      bodies.push(context.body)
      return null
    })
    expect(await endpoint.logOut({ raw, ...(parsed && { parsed }) }, end)).toBeUndefined()
    expect(bodies).toEqual([body])
  })

  it('tells the listener why it was refused', async () => {
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

  it('takes the time of the revocation after the session has ended', async () => {
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

  it('waits for a session that ends in its own time', async () => {
    const { log, endpoint, raw } = await setUp()
    await endpoint.logOut({ raw }, async () => {
      await Promise.resolve()
      log.push('ended')
    })
    expect(log.slice(0, 2)).toEqual(['ask', 'ended'])
  })

  it.each<[string, VerifyUser<{ session?: string | undefined }>]>([
    ['null', () => null],
    ['false', () => false],
    ['nothing', () => undefined],
    ['a throw of 401', thrown(401)],
    ['a throw of 403', thrown(403)],
  ])('revokes nothing where verifyUser answers %s, and lets the handler run', async (_name, verifyUser) => {
    const { log, provider, endpoint, raw, end, token } = await setUp(verifyUser)
    expect(await endpoint.logOut({ raw }, end)).toBeUndefined()
    expect(log).toEqual(['ask'])
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it.each<[string, VerifyUser<{ session?: string | undefined }>, unknown[]]>([
    ['fails', thrown(500), [500, 'verify_user_failed']],
    ['names no user', () => '', [500, 'identity_invalid']],
    ['is overloaded', thrown(503), [503, 'overloaded']],
  ])(
    'answers instead of the handler where verifyUser %s, and the session lasts',
    async (_name, verifyUser, told) => {
      const { log, endpoint, raw, end } = await setUp(verifyUser)
      expect(problem(await endpoint.logOut({ raw }, end))).toEqual(told)
      expect([log, raw.session]).toEqual([['ask'], 'john'])
    },
  )

  it('answers 503 where the revocation is not stored, which holds here all the same', async () => {
    const { store, provider, endpoint, raw, end, token } = await setUp()
    store.write = () => Promise.reject(new Error('down'))
    const reply = await endpoint.logOut({ raw }, end)
    expect([problem(reply), reply?.headers['retry-after']]).toEqual([[503, 'revocation_not_stored'], '1'])
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
  })

  it('revokes nothing where the session could not be ended, and throws what that threw', async () => {
    const { log, endpoint, raw } = await setUp()
    const fault = new Error('no database')
    const end = (): never => {
      throw fault
    }
    expect(await caught(endpoint.logOut({ raw }, end))).toBe(fault)
    expect(log).toEqual(['ask'])
  })

  it('makes a yes from before it into no token', async () => {
    fakeTime(NOW)
    onTestFinished(() => void vi.useRealTimers())
    let answer: (id: string | undefined) => void = () => {}
    let asked = 0
    const raw: { session?: string | undefined } = { session: 'john' }
    const provider = fixedProvider({
      revocations: memoryRevocationStore(),
      streamApi: false,
      clock: () => Date.now(),
    })
    const tokens = provider.endpoint<object>(() =>
      asked++ === 0 ? new Promise<string | undefined>(resolve => (answer = resolve)) : raw.session,
    )
    const sessions = provider.endpoint<{ session?: string | undefined }>(({ session }) => session)
    const reply = tokens.fetch(new Request('https://app.example/stream/token', { method: 'POST' }))
    await rest()
    await sessions.logOut({ raw }, given => {
      given.session = undefined
    })
    answer('john')
    const { status } = await settled(reply)
    expect([status, asked]).toEqual([401, 2])
  })

  it('passes on an error of ours as a reply', async () => {
    const { endpoint, raw } = await setUp()
    const end = (): never => {
      throw new TokenProviderError('rate_limited')
    }
    expect(problem(await endpoint.logOut({ raw }, end))).toEqual([429, 'rate_limited'])
  })
})
