import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { VerifyUserResult } from '../../src/endpoint/verify-user.js'
import { memoryRevocationStore } from '../../src/index.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { fakeTime, rest, settled } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { type Deferred, deferred } from '../fixture/store-doubles.js'

/** An endpoint whose `verifyUser` answers when, and what, the test says. */
function setUp(options: TokenProviderOptions = {}) {
  const provider = fixedProvider({
    revocations: memoryRevocationStore(),
    streamApi: false,
    clock: () => Date.now(),
    backdate: 0,
    ...options,
  })
  const asked: Deferred<VerifyUserResult>[] = []
  const { fetch } = provider.endpoint(() => {
    const answer = deferred<VerifyUserResult>()
    asked.push(answer)
    return answer.promise
  })
  const ask = (signal?: AbortSignal) =>
    fetch(
      new Request('https://app.example/stream/token', {
        method: 'POST',
        ...(signal !== undefined && { signal }),
      }),
    )
  return { provider, asked, ask }
}

async function told(reply: Response): Promise<unknown[]> {
  const { reason, userId } = await reply.json()
  return [reply.status, reason ?? userId]
}

beforeEach(() => fakeTime(NOW))
afterEach(() => void vi.useRealTimers())

describe('an approval given before a revocation and held until after it', () => {
  it.each([
    ['while its second lasts', 0],
    ['after its second', 1500],
  ])('is asked for once more, %s, and a no is 401 without a token', async (_name, milliseconds) => {
    const { provider, asked, ask } = setUp()
    const reply = ask()
    await rest()
    await provider.revokeUserToken('john')
    vi.advanceTimersByTime(milliseconds)
    asked[0]?.resolve('john')
    await rest()
    vi.advanceTimersByTime(1200)
    await rest()
    expect(asked).toHaveLength(2)
    asked[1]?.resolve(null)
    expect(await told(await settled(reply))).toEqual([401, 'unauthenticated'])
  })

  it('is a token where the answer is yes again, issued at the cutoff or later', async () => {
    const { provider, asked, ask } = setUp({ backdate: 5 })
    const reply = ask()
    await rest()
    await provider.revokeUserToken('john')
    asked[0]?.resolve('john')
    await rest()
    expect(asked).toHaveLength(1)
    vi.advanceTimersByTime(1199)
    await rest()
    expect(asked).toHaveLength(1)
    vi.advanceTimersByTime(1)
    await rest()
    asked[1]?.resolve('john')
    const { token, expiresAt } = await (await settled(reply)).json()
    expect(await provider.verifyToken(token)).toMatchObject({ issuedAt: NOW + 1, expiresAt: NOW + 1 + 3600 })
    expect(expiresAt).toBe(NOW + 1 + 3600)
  })

  it.each<[string, (provider: ReturnType<typeof setUp>['provider']) => Promise<unknown>]>([
    ['of the app', provider => provider.revokeTokens(new Date())],
    ['by the very date of the question', provider => provider.revokeTokens(new Date(NOW * 1000))],
    ['of several users', provider => provider.revokeUsersToken(['jane', 'john'])],
    [
      'by a date after the question',
      provider => provider.revokeUserToken('john', new Date((NOW + 1) * 1000)),
    ],
  ])('is asked for once more also after one %s', async (_name, revoke) => {
    const { provider, asked, ask } = setUp()
    const reply = ask()
    await rest()
    vi.advanceTimersByTime(1500)
    await revoke(provider)
    vi.advanceTimersByTime(2000)
    asked[0]?.resolve('john')
    await rest()
    asked[1]?.resolve(false)
    expect(await told(await settled(reply))).toEqual([401, 'unauthenticated'])
  })

  it('counts where what was revoked lies before the question', async () => {
    const { provider, asked, ask } = setUp()
    const reply = ask()
    await rest()
    await provider.revokeUserToken('john', new Date((NOW - 60) * 1000))
    asked[0]?.resolve('john')
    expect(await told(await settled(reply))).toEqual([200, 'john'])
    expect(asked).toHaveLength(1)
  })

  it('is asked for once more where the clock was set back in between', async () => {
    const { provider, asked, ask } = setUp()
    const reply = ask()
    await rest()
    vi.setSystemTime((NOW - 3600) * 1000)
    await provider.revokeUserToken('john')
    vi.advanceTimersByTime(2000)
    asked[0]?.resolve('john')
    await rest()
    expect(asked).toHaveLength(2)
    asked[1]?.resolve(null)
    expect(await told(await settled(reply))).toEqual([401, 'unauthenticated'])
  })
})

describe('what changes between the two questions', () => {
  async function untilSecond(options?: TokenProviderOptions) {
    const found = setUp(options)
    const reply = found.ask()
    await rest()
    await found.provider.revokeUsersToken(['john', 'jane'])
    vi.advanceTimersByTime(1500)
    found.asked[0]?.resolve('john')
    await rest()
    expect(found.asked).toHaveLength(2)
    return { ...found, reply, second: found.asked[1] }
  }

  it.each<[string, (provider: ReturnType<typeof setUp>['provider']) => Promise<unknown>, unknown[]]>([
    ['a revocation', provider => provider.revokeUserToken('john'), [503, 'revocation_in_force']],
    ['one of the app', provider => provider.revokeTokens(new Date()), [503, 'revocation_in_force']],
    ['an undo', provider => provider.revokeUserToken('john', null), [503, 'revocation_in_force']],
    ['a block', provider => provider.blockUser('john'), [403, 'user_blocked']],
    ['nothing', async () => {}, [200, 'john']],
    ['a revocation of somebody else', provider => provider.revokeUserToken('jane'), [200, 'john']],
  ])('%s', async (_name, change, expected) => {
    const { provider, reply, second } = await untilSecond()
    await change(provider)
    second?.resolve('john')
    expect(await told(await settled(reply))).toEqual(expected)
  })

  it('another identity is no token for either, also under the same cutoff', async () => {
    const { reply, second } = await untilSecond()
    second?.resolve('jane')
    expect(await told(await settled(reply))).toEqual([503, 'revocation_in_force'])
  })

  it('a clock that is set back is no token', async () => {
    const { reply, second } = await untilSecond()
    vi.setSystemTime((NOW + 1.1) * 1000)
    second?.resolve('john')
    expect(await told(await settled(reply))).toEqual([503, 'revocation_in_force'])
  })

  it('other claims are those of the second answer', async () => {
    const { provider, reply, second } = await untilSecond()
    second?.resolve({ id: 'john', role: 'guest' })
    const { token } = await (await settled(reply)).json()
    expect(await provider.verifyToken(token)).toMatchObject({ role: 'guest' })
  })
})

describe('an app that answers one object for everybody, at once', () => {
  it('gets a token for each whom it meant', async () => {
    const user = { id: 'nobody' }
    const { fetch } = fixedProvider().endpoint((request: Request) =>
      Object.assign(user, { id: request.headers.get('x-user') }),
    )
    const replies = ['john', 'jane'].map(name =>
      fetch(new Request('https://app.example/stream/token', { method: 'POST', headers: { 'x-user': name } })),
    )
    expect(await Promise.all(replies.map(async reply => told(await reply)))).toEqual([
      [200, 'john'],
      [200, 'jane'],
    ])
  })
})

describe('what takes force while the user is counted', () => {
  function whileCounting(answers: readonly VerifyUserResult[]) {
    const counting = deferred<unknown>()
    const found = setUp({
      rateLimit: { consume: key => (key.startsWith('user:') ? counting.promise : Promise.resolve()) },
    })
    const reply = found.ask()
    const answer = async (): Promise<void> => {
      await rest()
      for (const [at, who] of answers.entries()) found.asked[at]?.resolve(who)
      await rest()
    }
    return { ...found, counting, reply, answer }
  }

  it('is seen: a block', async () => {
    const { provider, counting, reply, answer } = whileCounting(['john'])
    await answer()
    await provider.blockUser('john')
    counting.resolve(undefined)
    expect(await told(await settled(reply))).toEqual([403, 'user_blocked'])
  })

  it('is seen: a revocation, after which the app is asked once more', async () => {
    const { provider, asked, counting, reply, answer } = whileCounting(['john'])
    await answer()
    await provider.revokeUserToken('john')
    counting.resolve(undefined)
    await rest()
    vi.advanceTimersByTime(1200)
    await rest()
    expect(asked).toHaveLength(2)
    asked[1]?.resolve(null)
    expect(await told(await settled(reply))).toEqual([401, 'unauthenticated'])
  })
})

describe('a block while the question is open', () => {
  it.each([
    ['for good', {}],
    ['until later', { until: new Date((NOW + 60) * 1000) }],
  ])('%s is 403', async (_name, options) => {
    const { provider, asked, ask } = setUp()
    const reply = ask()
    await rest()
    await provider.blockUser('john', options)
    asked[0]?.resolve('john')
    expect(await told(await settled(reply))).toEqual([403, 'user_blocked'])
  })

  it('that is over is none', async () => {
    const { provider, asked, ask } = setUp()
    await provider.blockUser('john', { until: new Date((NOW + 1) * 1000) })
    const reply = ask()
    await rest()
    vi.setSystemTime((NOW + 1) * 1000)
    asked[0]?.resolve('john')
    expect(await told(await settled(reply))).toEqual([200, 'john'])
  })
})
