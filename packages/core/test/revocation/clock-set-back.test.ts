import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TokenProviderEvent } from '../../src/events/events.js'
import { memoryRevocationStore } from '../../src/index.js'
import { reasonOf } from '../fixture/caught.js'
import { advance, fakeTime } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'

/** A provider whose clock is set back by `back` seconds after it has minted a token for john at NOW + `second`. */
async function setUp(back: number, backdate = 0, second = 0) {
  const events: TokenProviderEvent[] = []
  let offset = second
  const provider = fixedProvider({
    revocations: memoryRevocationStore(),
    streamApi: false,
    backdate,
    clock: () => Date.now() + offset * 1000,
    onEvent: event => events.push(event),
  })
  const token = await provider.createToken('john')
  const { fetch } = provider.endpoint(({ url }: Request) => new URL(url).searchParams.get('user'))
  /** The response to a request for a token, whether it comes at once or only after a wait. */
  const requestToken = async (user: string) => {
    const response = fetch(new Request(`https://app.example/stream/token?user=${user}`, { method: 'POST' }))
    await advance(2)
    const reply = await response
    return [reply.status, reply.headers.get('retry-after'), (await reply.json()).reason]
  }
  offset = second - back
  const setBackEvents = () => events.filter(({ type }) => type === 'clock_set_back')
  const accepted = (): Promise<boolean> =>
    provider.verifyToken(token).then(
      () => true,
      () => false,
    )
  return { provider, token, requestToken, setBackEvents, accepted }
}

beforeEach(() => fakeTime(NOW))
afterEach(() => void vi.useRealTimers())

describe('D9: a clock that is set back between minting and revoking', () => {
  it.each([1, 6, 60, 3600])(
    'by %d s, makes no revoked token good, also when it has caught up',
    async back => {
      const { provider, accepted } = await setUp(back)
      expect(await provider.revokeUserToken('john')).toHaveProperty(
        'before',
        new Date((NOW + 0.2) * 1000).toISOString(),
      )
      for (let step = 0; step < 40; step++) {
        expect(await accepted()).toBe(false)
        await advance((back + 10) / 40)
      }
      expect(await accepted()).toBe(false)
    },
  )

  it.each([6, 60, 3600])('by %d s, refuses the user until it has caught up, and nobody else', async back => {
    const { provider, requestToken, setBackEvents } = await setUp(back)
    await provider.revokeUserToken('john')
    expect(setBackEvents()).toEqual([
      { type: 'clock_set_back', at: NOW - back, userId: 'john', seconds: back + 1 },
    ])
    expect(await requestToken('john')).toEqual([503, '1', 'revocation_in_force'])
    expect(await requestToken('jane')).toEqual([200, null, undefined])
    // Each of the two requests took 2 s. Tokens are minted from NOW + 1.2, and a request waits at most 2 s for that.
    await advance(back - 4 - 0.9)
    expect(await requestToken('john')).toMatchObject([503, '1', 'revocation_in_force'])
    expect(await requestToken('john')).toEqual([200, null, undefined])
  })

  it('by 1 s, lets the user wait for the cutoff, without an event', async () => {
    const { provider, requestToken, setBackEvents } = await setUp(1, 0, 0.3)
    await provider.revokeUserToken('john')
    expect(setBackEvents()).toEqual([])
    expect(await requestToken('john')).toEqual([200, null, undefined])
  })

  it('reports how far it is back: not by 2 s, but by more', async () => {
    for (const [back, events] of [
      [1.8, 0],
      [1.801, 1],
    ] as const) {
      const { provider, setBackEvents } = await setUp(back)
      await provider.revokeUserToken('john')
      expect([back, setBackEvents().length]).toEqual([back, events])
    }
  })

  it('reports it for each user of a command, and for the app without a user', async () => {
    const { provider, setBackEvents, accepted } = await setUp(60)
    await provider.revokeUsersToken(['a', 'b'])
    await provider.revokeTokens(new Date((NOW - 60) * 1000))
    expect(setBackEvents()).toEqual([
      { type: 'clock_set_back', at: NOW - 60, userId: 'a', seconds: 61 },
      { type: 'clock_set_back', at: NOW - 60, userId: 'b', seconds: 61 },
      { type: 'clock_set_back', at: NOW - 60, seconds: 61 },
    ])
    await advance(61)
    expect(await accepted()).toBe(false)
  })

  it('counts what another provider of the same key and store has minted', async () => {
    const revocations = memoryRevocationStore()
    let offset = 0
    const clock = (): number => Date.now() + offset * 1000
    const [one, other] = [1, 2].map(() =>
      fixedProvider({ revocations, streamApi: false, backdate: 0, clock }),
    )
    const token = (await one?.createToken('john')) ?? ''
    offset = -60
    await other?.revokeUserToken('john')
    await advance(61)
    expect(await reasonOf(async () => one?.verifyToken(token))).toBe('token_revoked')
  })

  it('makes no difference to an iat that is behind the clock all the same', async () => {
    const { provider, setBackEvents, accepted } = await setUp(4, 5)
    expect(await provider.revokeUserToken('john')).toHaveProperty(
      'before',
      new Date((NOW - 4 + 0.2) * 1000).toISOString(),
    )
    expect([setBackEvents(), await accepted()]).toEqual([[], false])
  })

  it('does not change a given date, nor an undo', async () => {
    const { provider, setBackEvents } = await setUp(60)
    const before = new Date((NOW - 90) * 1000).toISOString()
    expect(await provider.revokeUserToken('john', before)).toHaveProperty('before', before)
    expect(await provider.revokeUserToken('john', null)).toHaveProperty('before', null)
    expect(setBackEvents()).toEqual([])
  })
})
