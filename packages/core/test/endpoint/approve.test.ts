import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { VerifyUserResult } from '../../src/endpoint/verify-user.js'
import { memoryRevocationStore } from '../../src/index.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { fakeTime, rest, settled } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { type Deferred, deferred } from '../fixture/store-doubles.js'

/** An endpoint whose `verifyUser` calls are resolved by the test. */
function setUp(options: TokenProviderOptions = {}) {
  const provider = fixedProvider({
    revocations: memoryRevocationStore(),
    streamApi: false,
    clock: () => Date.now(),
    backdate: 0,
    ...options,
  })
  const calls: Deferred<VerifyUserResult>[] = []
  const { fetch } = provider.endpoint(() => {
    const call = deferred<VerifyUserResult>()
    calls.push(call)
    return call.promise
  })
  const requestToken = (signal?: AbortSignal) =>
    fetch(
      new Request('https://app.example/stream/token', {
        method: 'POST',
        ...(signal !== undefined && { signal }),
      }),
    )
  return { provider, calls, requestToken }
}

async function outcomeOf(reply: Response): Promise<unknown[]> {
  const { reason, userId } = await reply.json()
  return [reply.status, reason ?? userId]
}

beforeEach(() => fakeTime(NOW))
afterEach(() => void vi.useRealTimers())

describe('a call to verifyUser that starts before a revocation and ends after it', () => {
  it.each([
    ['within the second of the revocation', 0],
    ['after the second of the revocation', 1500],
  ])(
    'is repeated if it ends %s, and the response is 401 if the second result is null',
    async (_name, milliseconds) => {
      const { provider, calls, requestToken } = setUp()
      const reply = requestToken()
      await rest()
      await provider.revokeUserToken('john')
      vi.advanceTimersByTime(milliseconds)
      calls[0]?.resolve('john')
      await rest()
      vi.advanceTimersByTime(1200)
      await rest()
      expect(calls).toHaveLength(2)
      calls[1]?.resolve(null)
      expect(await outcomeOf(await settled(reply))).toEqual([401, 'unauthenticated'])
    },
  )

  it('leads to a token issued at the cutoff or later if the second result is the user again', async () => {
    const { provider, calls, requestToken } = setUp({ backdate: 5 })
    const reply = requestToken()
    await rest()
    await provider.revokeUserToken('john')
    calls[0]?.resolve('john')
    await rest()
    expect(calls).toHaveLength(1)
    vi.advanceTimersByTime(1199)
    await rest()
    expect(calls).toHaveLength(1)
    vi.advanceTimersByTime(1)
    await rest()
    calls[1]?.resolve('john')
    const { token, expiresAt } = await (await settled(reply)).json()
    expect(await provider.verifyToken(token)).toMatchObject({ issuedAt: NOW + 1, expiresAt: NOW + 1 + 3600 })
    expect(expiresAt).toBe(NOW + 1 + 3600)
  })

  it.each<[string, (provider: ReturnType<typeof setUp>['provider']) => Promise<unknown>]>([
    ['of the app', provider => provider.revokeTokens(new Date())],
    [
      'of the app, with the start of the call as the cutoff',
      provider => provider.revokeTokens(new Date(NOW * 1000)),
    ],
    ['of several users', provider => provider.revokeUsersToken(['jane', 'john'])],
    [
      'with a cutoff after the start of the call',
      provider => provider.revokeUserToken('john', new Date((NOW + 1) * 1000)),
    ],
  ])('is also repeated after a revocation %s', async (_name, revoke) => {
    const { provider, calls, requestToken } = setUp()
    const reply = requestToken()
    await rest()
    vi.advanceTimersByTime(1500)
    await revoke(provider)
    vi.advanceTimersByTime(2000)
    calls[0]?.resolve('john')
    await rest()
    calls[1]?.resolve(false)
    expect(await outcomeOf(await settled(reply))).toEqual([401, 'unauthenticated'])
  })

  it('is not repeated if the cutoff lies before its start', async () => {
    const { provider, calls, requestToken } = setUp()
    const reply = requestToken()
    await rest()
    await provider.revokeUserToken('john', new Date((NOW - 60) * 1000))
    calls[0]?.resolve('john')
    expect(await outcomeOf(await settled(reply))).toEqual([200, 'john'])
    expect(calls).toHaveLength(1)
  })

  it('is not repeated if nothing was revoked, although the clock was set back', async () => {
    const { calls, requestToken } = setUp()
    const reply = requestToken()
    await rest()
    vi.setSystemTime((NOW - 3600) * 1000)
    calls[0]?.resolve('john')
    await rest()
    expect(calls).toHaveLength(1)
    expect(await outcomeOf(await settled(reply))).toEqual([200, 'john'])
  })

  it('is repeated if the clock was set back during the call', async () => {
    const { provider, calls, requestToken } = setUp()
    const reply = requestToken()
    await rest()
    vi.setSystemTime((NOW - 3600) * 1000)
    await provider.revokeUserToken('john')
    vi.advanceTimersByTime(2000)
    calls[0]?.resolve('john')
    await rest()
    expect(calls).toHaveLength(2)
    calls[1]?.resolve(null)
    expect(await outcomeOf(await settled(reply))).toEqual([401, 'unauthenticated'])
  })
})

describe('an endpoint during the second call to verifyUser', () => {
  async function untilSecondCall(options?: TokenProviderOptions) {
    const found = setUp(options)
    const reply = found.requestToken()
    await rest()
    await found.provider.revokeUsersToken(['john', 'jane'])
    vi.advanceTimersByTime(1500)
    found.calls[0]?.resolve('john')
    await rest()
    expect(found.calls).toHaveLength(2)
    return { ...found, reply, second: found.calls[1] }
  }

  it.each<[string, (provider: ReturnType<typeof setUp>['provider']) => Promise<unknown>, unknown[]]>([
    [
      'responds 503 after a revocation',
      provider => provider.revokeUserToken('john'),
      [503, 'revocation_in_force'],
    ],
    [
      'responds 503 after a revocation of the app',
      provider => provider.revokeTokens(new Date()),
      [503, 'revocation_in_force'],
    ],
    [
      'responds 503 after an undo',
      provider => provider.revokeUserToken('john', null),
      [503, 'revocation_in_force'],
    ],
    ['responds 403 after a block', provider => provider.blockUser('john'), [403, 'user_blocked']],
    ['issues a token after no change', async () => {}, [200, 'john']],
    [
      'issues a token after a revocation of another user',
      provider => provider.revokeUserToken('jane'),
      [200, 'john'],
    ],
  ])('%s', async (_name, change, expected) => {
    const { provider, reply, second } = await untilSecondCall()
    await change(provider)
    second?.resolve('john')
    expect(await outcomeOf(await settled(reply))).toEqual(expected)
  })

  it('responds 503 if the second result is another user, even with the same cutoff', async () => {
    const { reply, second } = await untilSecondCall()
    second?.resolve('jane')
    expect(await outcomeOf(await settled(reply))).toEqual([503, 'revocation_in_force'])
  })

  it('responds 503 if the clock is set back', async () => {
    const { reply, second } = await untilSecondCall()
    vi.setSystemTime((NOW + 1.1) * 1000)
    second?.resolve('john')
    expect(await outcomeOf(await settled(reply))).toEqual([503, 'revocation_in_force'])
  })

  it('takes the claims from the second result', async () => {
    const { provider, reply, second } = await untilSecondCall()
    second?.resolve({ id: 'john', role: 'guest' })
    const { token } = await (await settled(reply)).json()
    expect(await provider.verifyToken(token)).toMatchObject({ role: 'guest' })
  })
})

describe('an app that returns one shared object for concurrent requests', () => {
  it('gets a token for the user of each request', async () => {
    const user = { id: 'nobody' }
    const { fetch } = fixedProvider().endpoint((request: Request) =>
      Object.assign(user, { id: request.headers.get('x-user') }),
    )
    const replies = ['john', 'jane'].map(name =>
      fetch(new Request('https://app.example/stream/token', { method: 'POST', headers: { 'x-user': name } })),
    )
    expect(await Promise.all(replies.map(async reply => outcomeOf(await reply)))).toEqual([
      [200, 'john'],
      [200, 'jane'],
    ])
  })
})

describe('an endpoint while the limiter counts the user', () => {
  function whileCounting(results: readonly VerifyUserResult[]) {
    const counting = deferred<unknown>()
    const found = setUp({
      rateLimit: { consume: key => (key.startsWith('user:') ? counting.promise : Promise.resolve()) },
    })
    const reply = found.requestToken()
    const resolveCalls = async (): Promise<void> => {
      await rest()
      for (const [at, result] of results.entries()) found.calls[at]?.resolve(result)
      await rest()
    }
    return { ...found, counting, reply, resolveCalls }
  }

  it('responds 403 after a block', async () => {
    const { provider, counting, reply, resolveCalls } = whileCounting(['john'])
    await resolveCalls()
    await provider.blockUser('john')
    counting.resolve(undefined)
    expect(await outcomeOf(await settled(reply))).toEqual([403, 'user_blocked'])
  })

  it('calls verifyUser again after a revocation', async () => {
    const { provider, calls, counting, reply, resolveCalls } = whileCounting(['john'])
    await resolveCalls()
    await provider.revokeUserToken('john')
    counting.resolve(undefined)
    await rest()
    vi.advanceTimersByTime(1200)
    await rest()
    expect(calls).toHaveLength(2)
    calls[1]?.resolve(null)
    expect(await outcomeOf(await settled(reply))).toEqual([401, 'unauthenticated'])
  })
})

describe('a block while verifyUser is pending', () => {
  it.each([
    ['without an end', {}],
    ['with an end in the future', { until: new Date((NOW + 60) * 1000) }],
  ])('%s leads to 403', async (_name, options) => {
    const { provider, calls, requestToken } = setUp()
    const reply = requestToken()
    await rest()
    await provider.blockUser('john', options)
    calls[0]?.resolve('john')
    expect(await outcomeOf(await settled(reply))).toEqual([403, 'user_blocked'])
  })

  it('has no effect once it has ended', async () => {
    const { provider, calls, requestToken } = setUp()
    await provider.blockUser('john', { until: new Date((NOW + 1) * 1000) })
    const reply = requestToken()
    await rest()
    vi.setSystemTime((NOW + 1) * 1000)
    calls[0]?.resolve('john')
    expect(await outcomeOf(await settled(reply))).toEqual([200, 'john'])
  })
})
