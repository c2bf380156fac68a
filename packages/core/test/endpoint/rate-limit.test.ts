import { runInNewContext } from 'node:vm'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { describe, expect, it, vi } from 'vitest'
import { createRateLimit } from '../../src/endpoint/rate-limit.js'
import type { VerifyUser } from '../../src/endpoint/verify-user.js'
import type { TokenReply } from '../../src/http/token-reply.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { fixedProvider } from '../fixture/fixed-provider.js'
import { bodyOf, tokenRequest } from '../fixture/token-request.js'

type Limiter = NonNullable<TokenProviderOptions['rateLimit']>

/** Asks for tokens one after the other, by address. */
async function ask(
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

/** A limiter that writes down its keys and lets all pass. */
function noting(): Limiter & { readonly keys: string[] } {
  const keys: string[] = []
  return { keys, consume: async key => keys.push(key) }
}

describe('rateLimit', () => {
  it('is asked by address, then by the user whom verifyUser named', async () => {
    const limiter = noting()
    await ask(limiter, ['::ffff:192.0.2.1'], () => {
      limiter.keys.push('verifyUser')
      return 'john'
    })
    expect(limiter.keys).toEqual(['ip:192.0.2.1', 'verifyUser', 'user:john'])
  })

  it('is asked by user alone where the host tells no address, and by address alone where there is no user', async () => {
    const limiter = noting()
    await ask(limiter, [undefined])
    await ask(limiter, ['2001:db8:1:2::1'], () => null)
    expect(limiter.keys).toEqual(['user:john', 'ip:2001:db8:1:2::/64'])
  })

  it('refuses an address over its limit before its body is read', async () => {
    const rateLimit: Limiter = { consume: () => Promise.reject() }
    const { handle } = fixedProvider({ rateLimit }).endpoint<string>(() => 'john')
    const read = vi.fn(() => Promise.reject(new Error('read')))
    const reply = await handle({ ...tokenRequest({ body: read }), address: '192.0.2.1' })
    expect([reply?.status, read.mock.calls.length]).toEqual([429, 0])
  })

  it('is not asked about a request for another path, of another method, or from a foreign page', async () => {
    const limiter = noting()
    const { handle } = fixedProvider({ rateLimit: limiter }).endpoint<string>(() => 'john')
    await handle(tokenRequest({ path: '/other' }))
    await handle(tokenRequest({ method: 'GET' }))
    await handle(tokenRequest({ headers: { 'sec-fetch-site': 'cross-site' } }))
    expect(limiter.keys).toEqual([])
  })
})

describe('rateLimit with rate-limiter-flexible in memory', () => {
  it('answers 429 over the limit, with the wait and the quota', async () => {
    const limiter = new RateLimiterMemory({ points: 2, duration: 60 })
    const replies = await ask(limiter, [undefined, undefined, undefined])
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

  it('counts a subscriber of IPv6 once, IPv4 and its mapped form as one, and others apart', async () => {
    const limiter = new RateLimiterMemory({ points: 1, duration: 60 })
    let users = 0
    const addresses = ['2001:db8::1', '2001:db8::2', '192.0.2.1', '::ffff:192.0.2.1', '192.0.2.2']
    const replies = await ask(limiter, addresses, () => `user-${users++}`)
    expect(replies.map(({ status }) => status)).toEqual([200, 429, 200, 429, 200])
  })

  it('counts each user for himself, whatever the address', async () => {
    const limiter = new RateLimiterMemory({ points: 1, duration: 60 })
    const users = ['john', 'jane', 'john']
    const replies = await ask(limiter, ['192.0.2.1', '192.0.2.2', '192.0.2.3'], () => users.shift() ?? null)
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 429])
  })

  it('does not ask verifyUser where the address is over its limit', async () => {
    const verifyUser = vi.fn(() => null)
    const limiter = new RateLimiterMemory({ points: 1, duration: 60 })
    const replies = await ask(limiter, ['192.0.2.1', '192.0.2.1'], verifyUser)
    expect([replies.map(({ status }) => status), verifyUser.mock.calls.length]).toEqual([[401, 429], 1])
  })
})

describe('a rejection of the limiter', () => {
  const rejecting = (thrown: unknown): Limiter => ({ consume: () => Promise.reject(thrown) })

  it.each<[string, unknown, string]>([
    ['a wait in milliseconds, rounded up', new RateLimiterRes(0, 1001), '2'],
    ['no wait', new RateLimiterRes(0, 0), '1'],
    ['nothing', undefined, '1'],
    ['false', false, '1'],
    ['a wait that is no number', { msBeforeNext: '5000' }, '1'],
    ['a wait that never ends', { msBeforeNext: Number.POSITIVE_INFINITY }, '1'],
    ['a wait that is not a number', { msBeforeNext: Number.NaN }, '1'],
    ['a wait of more digits than a number has', { msBeforeNext: 1e30 }, '1'],
    ['a wait in the past', { msBeforeNext: -5000 }, '1'],
  ])('with %s is 429', async (_what, thrown, wait) => {
    const [reply] = await ask(rejecting(thrown), [undefined])
    expect([reply?.status, reply?.headers['retry-after']]).toEqual([429, wait])
    expect(reply?.headers).not.toHaveProperty('ratelimit-limit')
  })

  it.each<[string, Limiter]>([
    ['rejects with', rejecting(new Error('redis is down'))],
    ['rejects with, of another realm,', rejecting(runInNewContext('new Error("redis is down")'))],
    [
      'throws',
      {
        consume: () => {
          throw new TypeError('redis is down')
        },
      },
    ],
  ])('that %s an Error is 503: a limiter that does not work lets nobody pass', async (_what, limiter) => {
    const events: unknown[] = []
    const onEvent: TokenProviderOptions['onEvent'] = event => events.push(event)
    const [reply] = await ask(limiter, [undefined], undefined, { onEvent })
    expect([reply?.status, reply?.headers['retry-after']]).toEqual([503, '1'])
    expect(bodyOf(reply)).toMatchObject({ reason: 'overloaded' })
    expect(JSON.stringify(reply)).not.toContain('redis')
    expect(events).toEqual([expect.objectContaining({ type: 'refused', reason: 'overloaded' })])
    expect(events[0]).toHaveProperty('cause', expect.objectContaining({ message: 'redis is down' }))
  })

  it('that never comes is 503 after verifyUserTimeout', async () => {
    const hanging: Limiter = { consume: () => new Promise(() => {}) }
    const [reply] = await ask(hanging, [undefined], undefined, { verifyUserTimeout: 0.02 })
    expect([reply?.status, bodyOf(reply).reason]).toEqual([503, 'overloaded'])
  })

  it('that answers what is no promise lets the request pass', async () => {
    const limiter = { consume: () => true } as unknown as Limiter
    expect((await ask(limiter, [undefined]))[0]?.status).toBe(200)
  })
})

describe('createRateLimit', () => {
  it('lets all pass without a limiter', async () => {
    const { address, user } = createRateLimit(undefined, 5)
    expect([await address('192.0.2.1'), await address(undefined), await user('john')]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  it('calls the limiter as its method', async () => {
    const limiter = {
      keys: [] as string[],
      async consume(key: string) {
        this.keys.push(key)
      },
    }
    await createRateLimit(limiter, 5).user('john')
    expect(limiter.keys).toEqual(['user:john'])
  })
})
