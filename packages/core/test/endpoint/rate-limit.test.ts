import { runInNewContext } from 'node:vm'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createRateLimit } from '../../src/endpoint/rate-limit.js'
import type { VerifyUser } from '../../src/endpoint/verify-user.js'
import type { TokenProviderEvent } from '../../src/events/events.js'
import type { TokenReply } from '../../src/http/token-reply.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { bodyOf, tokenRequest } from '../fixture/token-request.js'

type Limiter = NonNullable<TokenProviderOptions['rateLimit']>

/** Requests one token for each address, in order. */
async function requestTokens(
  rateLimit: Limiter,
  addresses: readonly (string | undefined)[],
  verifyUser: VerifyUser<string> = () => 'john',
  options: TokenProviderOptions = {},
): Promise<readonly TokenReply[]> {
  const { handle } = fixedProvider({ rateLimit, ...options }).endpoint(verifyUser)
  const replies: TokenReply[] = []
  for (const address of addresses) {
    const reply = await handle({ ...tokenRequest(), ...(address !== undefined && { address }) })
    if (reply !== undefined) replies.push(reply)
  }
  return replies
}

/** A limiter that records its keys and lets every request pass. */
function recording(): Limiter & { readonly keys: string[] } {
  const keys: string[] = []
  return { keys, consume: async key => keys.push(key) }
}

describe('rateLimit', () => {
  it('is called with the address, then with the user that verifyUser returned', async () => {
    const limiter = recording()
    await requestTokens(limiter, ['::ffff:192.0.2.1'], () => {
      limiter.keys.push('verifyUser')
      return 'john'
    })
    expect(limiter.keys).toEqual(['ip:192.0.2.1', 'verifyUser', 'user:john'])
  })

  it('is called only with the user if there is no address, and only with the address if there is no user', async () => {
    const limiter = recording()
    await requestTokens(limiter, [undefined])
    await requestTokens(limiter, ['2001:db8:1:2::1'], () => null)
    expect(limiter.keys).toEqual(['user:john', 'ip:2001:db8:1:2::/64'])
  })

  it('refuses an address over its limit before reading the body', async () => {
    const rateLimit: Limiter = { consume: () => Promise.reject() }
    const { handle } = fixedProvider({ rateLimit }).endpoint<string>(() => 'john')
    const read = vi.fn(() => Promise.reject(new Error('read')))
    const reply = await handle({ ...tokenRequest({ body: read }), address: '192.0.2.1' })
    expect([reply?.status, read.mock.calls.length]).toEqual([429, 0])
  })

  it('is not called for another path, another method or a page of another site', async () => {
    const limiter = recording()
    const { handle } = fixedProvider({ rateLimit: limiter }).endpoint<string>(() => 'john')
    await handle(tokenRequest({ path: '/other' }))
    await handle(tokenRequest({ method: 'GET' }))
    await handle(tokenRequest({ headers: { 'sec-fetch-site': 'cross-site' } }))
    expect(limiter.keys).toEqual([])
  })
})

describe('rateLimit behind a Unix socket', () => {
  it('E: counts all clients under ip:unix, with one event that names the remedy', async () => {
    const events: TokenProviderEvent[] = []
    const limiter = recording()
    await requestTokens(limiter, ['unix', 'unix', '192.0.2.1', 'unix'], () => null, {
      onEvent: event => events.push(event),
    })
    expect(limiter.keys).toEqual(['ip:unix', 'ip:unix', 'ip:192.0.2.1', 'ip:unix'])
    expect(events.filter(({ type }) => type === 'misconfigured')).toEqual([
      { type: 'misconfigured', at: NOW, message: expect.stringMatching(/Unix socket.*ip:unix.*trust proxy/) },
    ])
  })

  it('E: emits no such event without a limiter', async () => {
    const events: TokenProviderEvent[] = []
    const { handle } = fixedProvider({ onEvent: event => events.push(event) }).endpoint<string>(() => 'john')
    await handle({ ...tokenRequest(), address: 'unix' })
    expect(events.map(({ type }) => type)).toEqual(['issued'])
  })
})

describe('rateLimit with rate-limiter-flexible in memory', () => {
  it('responds 429 over the limit, with Retry-After and the quota', async () => {
    const limiter = new RateLimiterMemory({ points: 2, duration: 60 })
    const replies = await requestTokens(limiter, [undefined, undefined, undefined])
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(replies[2]?.headers).toEqual({
      'cache-control': 'no-store',
      'content-type': 'application/problem+json',
      'retry-after': '60',
      'ratelimit-limit': '2',
      'ratelimit-remaining': '0',
      'ratelimit-reset': '60',
    })
    expect(bodyOf(replies[2])).toMatchObject({ reason: 'rate_limited', status: 429 })
  })

  it('counts an IPv6 subscriber as one, IPv4 and its mapped form as one, and others separately', async () => {
    const limiter = new RateLimiterMemory({ points: 1, duration: 60 })
    let users = 0
    const addresses = ['2001:db8::1', '2001:db8::2', '192.0.2.1', '::ffff:192.0.2.1', '192.0.2.2']
    const replies = await requestTokens(limiter, addresses, () => `user-${users++}`)
    expect(replies.map(({ status }) => status)).toEqual([200, 429, 200, 429, 200])
  })

  it('counts each user separately, whatever the address', async () => {
    const limiter = new RateLimiterMemory({ points: 1, duration: 60 })
    const users = ['john', 'jane', 'john']
    const replies = await requestTokens(
      limiter,
      ['192.0.2.1', '192.0.2.2', '192.0.2.3'],
      () => users.shift() ?? null,
    )
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 429])
  })

  it('does not call verifyUser if the address is over its limit', async () => {
    const verifyUser = vi.fn(() => null)
    const limiter = new RateLimiterMemory({ points: 1, duration: 60 })
    const replies = await requestTokens(limiter, ['192.0.2.1', '192.0.2.1'], verifyUser)
    expect([replies.map(({ status }) => status), verifyUser.mock.calls.length]).toEqual([[401, 429], 1])
  })
})

describe('a limiter', () => {
  const rejecting = (thrown: unknown): Limiter => ({ consume: () => Promise.reject(thrown) })

  it.each<[string, unknown, string]>([
    ['a wait in milliseconds, rounded up', new RateLimiterRes(0, 1001), '2'],
    ['no wait', new RateLimiterRes(0, 0), '1'],
    ['undefined', undefined, '1'],
    ['false', false, '1'],
    ['a wait that is a string', { msBeforeNext: '5000' }, '1'],
    ['an infinite wait', { msBeforeNext: Number.POSITIVE_INFINITY }, '1'],
    ['a wait of NaN', { msBeforeNext: Number.NaN }, '1'],
    ['a wait of 1e30 ms', { msBeforeNext: 1e30 }, '1'],
    ['a negative wait', { msBeforeNext: -5000 }, '1'],
  ])('that rejects with %s leads to 429', async (_what, thrown, wait) => {
    const [reply] = await requestTokens(rejecting(thrown), [undefined])
    expect([reply?.status, reply?.headers['retry-after']]).toEqual([429, wait])
    expect(reply?.headers).not.toHaveProperty('ratelimit-limit')
  })

  it.each<[string, Limiter]>([
    ['rejects with an Error', rejecting(new Error('redis is down'))],
    ['rejects with an Error of another realm', rejecting(runInNewContext('new Error("redis is down")'))],
    [
      'throws an Error',
      {
        consume: () => {
          throw new TypeError('redis is down')
        },
      },
    ],
  ])('that %s leads to 503, so that a broken limiter lets nobody pass', async (_what, limiter) => {
    const events: unknown[] = []
    const onEvent: TokenProviderOptions['onEvent'] = event => events.push(event)
    const [reply] = await requestTokens(limiter, [undefined], undefined, { onEvent })
    expect([reply?.status, reply?.headers['retry-after']]).toEqual([503, '1'])
    expect(bodyOf(reply)).toMatchObject({ reason: 'overloaded' })
    expect(JSON.stringify(reply)).not.toContain('redis')
    expect(events).toEqual([expect.objectContaining({ type: 'refused', reason: 'overloaded' })])
    expect(events[0]).toHaveProperty('cause', expect.objectContaining({ message: 'redis is down' }))
  })

  it('that never settles leads to 503 after verifyUserTimeout', async () => {
    const hanging: Limiter = { consume: () => new Promise(() => {}) }
    const [reply] = await requestTokens(hanging, [undefined], undefined, { verifyUserTimeout: 0.02 })
    expect([reply?.status, bodyOf(reply).reason]).toEqual([503, 'overloaded'])
  })

  it('E: that hangs is called at most maxPending times, and the response to more is 503 at once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    onTestFinished(() => void vi.useRealTimers())
    const consume = vi.fn(() => new Promise(() => {}))
    const { handle } = fixedProvider({ rateLimit: { consume }, maxPending: 10 }).endpoint<string>(
      () => 'john',
    )
    const request = { ...tokenRequest(), address: '192.0.2.1' }
    const replies = Array.from({ length: 50 }, () => handle(request))
    const refused = await Promise.all(replies.slice(10))
    expect(refused.map(reply => [reply?.status, bodyOf(reply).reason])).toEqual(
      Array(40).fill([503, 'overloaded']),
    )
    expect(consume).toHaveBeenCalledTimes(10)
    await vi.advanceTimersByTimeAsync(5000)
    expect((await Promise.all(replies)).map(reply => reply?.status)).toEqual(Array(50).fill(503))
    await vi.advanceTimersByTimeAsync(5000)
    void handle(request)
    await vi.advanceTimersByTimeAsync(1)
    expect(consume).toHaveBeenCalledTimes(11)
  })

  it('E: that hangs takes no slot of verifyUser', async () => {
    const consume = (key: string) => (key === 'ip:192.0.2.1' ? new Promise(() => {}) : Promise.resolve())
    const provider = fixedProvider({ rateLimit: { consume }, maxPending: 2, verifyUserTimeout: 0.05 })
    const { handle } = provider.endpoint<string>(async () => 'john')
    const hanging = handle({ ...tokenRequest(), address: '192.0.2.1' })
    expect(await handle({ ...tokenRequest(), address: '192.0.2.2' })).toHaveProperty('status', 200)
    expect(await hanging).toHaveProperty('status', 503)
  })

  it('that does not return a promise lets the request pass', async () => {
    const limiter = { consume: () => true } as unknown as Limiter
    expect((await requestTokens(limiter, [undefined]))[0]?.status).toBe(200)
  })
})

const BOUNDS = { seconds: 5, most: 2 }

describe('createRateLimit', () => {
  it('lets every request pass without a limiter', async () => {
    const { address, user } = createRateLimit(undefined, BOUNDS, () => {})
    expect([await address('192.0.2.1'), await address(undefined), await user('john')]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('calls consume as a method of the limiter', async () => {
    const limiter = {
      keys: [] as string[],
      async consume(key: string) {
        this.keys.push(key)
      },
    }
    await createRateLimit(limiter, BOUNDS, () => {}).user('john')
    expect(limiter.keys).toEqual(['user:john'])
  })
})
