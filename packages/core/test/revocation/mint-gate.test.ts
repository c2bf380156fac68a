import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CutoffSnapshot } from '../../src/cutoffs/cutoff-snapshot.js'
import type { RevocationState, Versioned } from '../../src/cutoffs/store.js'
import { createHold } from '../../src/revocation/hold.js'
import { createMintGate } from '../../src/revocation/mint-gate.js'
import { createSlots } from '../../src/settings/slots.js'
import { reasonOf } from '../fixture/caught.js'
import { fakeTime } from '../fixture/fake-time.js'
import { NOW } from '../fixture/fixed-provider.js'
import { pair } from '../fixture/store-doubles.js'

const now = (): number => Date.now() / 1000
const hold = createHold(now, createSlots, 10)
const gateOf = (state: RevocationState, clockSkew = 0.2) => createMintGate(() => state, hold, clockSkew, now)

beforeEach(() => fakeTime(NOW))
afterEach(() => void vi.useRealTimers())

describe('createMintGate', () => {
  it.each<[string, RevocationState, number | undefined]>([
    ['no cutoff', {}, undefined],
    ['the user’s cutoff', { user: pair(5) }, 5],
    ['the app’s cutoff', { app: pair(5) }, 5],
    ['the later of the two, the user’s', { user: pair(7), app: pair(5) }, 7],
    ['the later of the two, the app’s', { user: pair(5), app: pair(7) }, 7],
    ['a cutoff of 0', { user: pair(0) }, 0],
    ['the floor', { user: pair(5), floor: 6 }, 6],
    ['no cutoff that is undone', { user: pair(7, 2), app: pair(5) }, 5],
  ])('uses %s as the cutoff', async (_name, state, cutoff) => {
    expect(await gateOf(state).snapshot('john')).toEqual({ at: NOW, state, cutoff })
  })

  it('takes the time before it reads, so that a revocation made meanwhile is later', async () => {
    const mintGate = createMintGate(
      async () => {
        vi.setSystemTime((NOW + 3) * 1000)
        return {}
      },
      hold,
      0.2,
      now,
    )
    expect(await mintGate.snapshot('john')).toHaveProperty('at', NOW)
  })

  it.each<[Versioned, boolean]>([
    [pair('forever'), true],
    [pair('forever', 2), false],
    [pair(NOW + 0.001), true],
    [pair(NOW), false],
    [pair(NOW - 1), false],
  ])('refuses a user with the block %o: %s', async (block, refused) => {
    const takeSnapshot = async () => gateOf({ block }).snapshot('john')
    if (refused) expect(await reasonOf(takeSnapshot)).toBe('user_blocked')
    else expect(await takeSnapshot()).toHaveProperty('at', NOW)
  })

  it.each([
    [undefined, 0.2, true],
    [NOW - 1, 0.2, true],
    [NOW - 0.2, 0, true],
    [NOW - 0.2, 0.2, false],
    [NOW, 0, true],
    [NOW, 0.2, false],
    [NOW + 0.001, 0, false],
    [NOW + 1, 0.2, false],
  ])('with a cutoff of %s and a skew of %s is open: %s', (cutoff, clockSkew, open) => {
    const snapshot: CutoffSnapshot = { at: NOW, state: {}, cutoff }
    expect(gateOf({}, clockSkew).isOpen(snapshot)).toBe(open)
  })

  it('waits until clockSkew after the next whole second after the cutoff', async () => {
    const mintGate = gateOf({ user: pair(NOW + 0.3) })
    const snapshot = await mintGate.snapshot('john')
    let over = false
    const waiting = mintGate.waitUntilOpen(snapshot).then(() => {
      over = true
    })
    await vi.advanceTimersByTimeAsync(1199)
    expect(over).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    await waiting
    expect(mintGate.isOpen(await mintGate.snapshot('john'))).toBe(true)
  })

  it('reads fresh: a copy that lags behind lets no revoked user have a token', async () => {
    const reads: unknown[] = []
    const read = (userId: string | undefined, fresh?: boolean): RevocationState => {
      reads.push([userId, fresh])
      return {}
    }
    const mintGate = createMintGate(read, hold, 0.2, now)
    expect(await mintGate.snapshot('john', NOW - 5)).toEqual({ at: NOW - 5, state: {}, cutoff: undefined })
    expect(reads).toEqual([['john', true]])
  })

  it('returns synchronously if the store does, and also when it refuses', () => {
    expect(gateOf({}).snapshot('john')).toEqual({ at: NOW, state: {}, cutoff: undefined })
    expect(() => gateOf({ block: pair('forever') }).snapshot('john')).toThrow()
  })
})
