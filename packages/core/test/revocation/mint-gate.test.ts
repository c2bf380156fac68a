import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CutoffSnapshot } from '../../src/cutoffs/cutoff-snapshot.js'
import type { Cutoffs } from '../../src/cutoffs/store.js'
import { createHold } from '../../src/revocation/hold.js'
import { createMintGate } from '../../src/revocation/mint-gate.js'
import { createSlots } from '../../src/settings/slots.js'
import { reasonOf } from '../fixture/caught.js'
import { fakeTime } from '../fixture/fake-time.js'
import { NOW } from '../fixture/fixed-provider.js'

const now = (): number => Date.now() / 1000
const hold = createHold(now, createSlots, 10)
const gateOf = (cutoffs: Cutoffs, clockSkew = 0.2) => createMintGate(() => cutoffs, hold, clockSkew, now)

beforeEach(() => fakeTime(NOW))
afterEach(() => void vi.useRealTimers())

describe('createMintGate', () => {
  it.each<[string, Cutoffs, number | undefined]>([
    ['no cutoff', {}, undefined],
    ['the user’s cutoff', { user: 5 }, 5],
    ['the app’s cutoff', { app: 5 }, 5],
    ['the later of the two, the user’s', { user: 7, app: 5 }, 7],
    ['the later of the two, the app’s', { user: 5, app: 7 }, 7],
    ['a cutoff of 0', { user: 0 }, 0],
  ])('uses %s as the cutoff', async (_name, cutoffs, cutoff) => {
    expect(await gateOf(cutoffs).snapshot('john')).toEqual({ at: NOW, cutoffs, cutoff })
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

  it.each<[Cutoffs['blockedUntil'], boolean]>([
    ['forever', true],
    [NOW + 0.001, true],
    [NOW, false],
    [NOW - 1, false],
  ])('refuses a user who is blocked until %s: %s', async (blockedUntil, refused) => {
    const takeSnapshot = () => gateOf(blockedUntil === undefined ? {} : { blockedUntil }).snapshot('john')
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
    const snapshot: CutoffSnapshot = { at: NOW, cutoffs: {}, cutoff }
    expect(gateOf({}, clockSkew).isOpen(snapshot)).toBe(open)
  })

  it('waits until clockSkew after the next whole second after the cutoff', async () => {
    const mintGate = gateOf({ user: NOW + 0.3 })
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
})
