import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RevocationStore } from '../../src/index.js'
import { reasonOf } from '../fixture/caught.js'
import { fakeTime, rest } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { deferred } from '../fixture/store-doubles.js'

const never = () => new Promise<never>(() => {})

/** A provider with that store, and the times at which what it is asked for was refused, in seconds. */
function setUp(store: RevocationStore) {
  const provider = fixedProvider({
    revocations: store,
    streamApi: false,
    storeTimeout: 1,
    writeTimeout: 3,
    clock: () => Date.now(),
  })
  const refusals: (readonly [string, number])[] = []
  const watch = async (call: Promise<unknown>): Promise<void> => {
    refusals.push([await reasonOf(call), performance.now() / 1000])
  }
  const advance = async (seconds: number): Promise<void> => {
    vi.advanceTimersByTime(seconds * 1000)
    await rest()
  }
  return { provider, refusals, watch, advance, began: performance.now() / 1000 }
}

beforeEach(() => fakeTime(NOW))
afterEach(() => void vi.useRealTimers())

describe('storeTimeout and writeTimeout', () => {
  it('F14: limit a read and a write: a write may take longer', async () => {
    const { provider, refusals, watch, advance, began } = setUp({ read: () => ({}), write: never })
    const token = await provider.createToken('john')
    void watch(provider.revokeUserToken('john'))
    await rest()
    await advance(2.999)
    expect(refusals).toEqual([])
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
    await advance(0.001)
    expect(refusals).toEqual([['revocation_not_stored', began + 3]])
  })

  it('limit a read, after which the state is unknown', async () => {
    const token = await fixedProvider().createToken('john')
    const reading = deferred()
    const read = () => {
      reading.resolve()
      return never()
    }
    const { provider, refusals, watch, advance, began } = setUp({ read, write: never })
    void watch(provider.verifyToken(token))
    await reading.promise
    await advance(0.999)
    expect(refusals).toEqual([])
    await advance(0.001)
    expect(refusals).toEqual([['revocation_state_unknown', began + 1]])
  })
})
