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
const momentsOf = (cutoffs: Cutoffs, clockSkew = 0.2) => createMintGate(() => cutoffs, hold, clockSkew, now)

beforeEach(() => fakeTime(NOW))
afterEach(() => void vi.useRealTimers())

describe('createMintGate', () => {
  it.each<[string, Cutoffs, number | undefined]>([
    ['nothing', {}, undefined],
    ['the user’s cutoff', { user: 5 }, 5],
    ['the app’s cutoff', { app: 5 }, 5],
    ['the later of the two, the user’s', { user: 7, app: 5 }, 7],
    ['the later of the two, the app’s', { user: 5, app: 7 }, 7],
    ['a cutoff of 0', { user: 0 }, 0],
  ])('takes for the cutoff %s', async (_name, cutoffs, cutoff) => {
    expect(await momentsOf(cutoffs).snapshot('john')).toEqual({ at: NOW, cutoffs, cutoff })
  })

  it('takes the time before it reads, so that what is revoked meanwhile lies ahead of it', async () => {
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
    const look = () => momentsOf(blockedUntil === undefined ? {} : { blockedUntil }).snapshot('john')
    if (refused) expect(await reasonOf(look)).toBe('user_blocked')
    else expect(await look()).toHaveProperty('at', NOW)
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
  ])('calls a cutoff of %s with a skew of %s ripe: %s', (cutoff, clockSkew, ripe) => {
    const moment: CutoffSnapshot = { at: NOW, cutoffs: {}, cutoff }
    expect(momentsOf({}, clockSkew).isOpen(moment)).toBe(ripe)
  })

  it('waits until the next whole second after the cutoff, and clockSkew more', async () => {
    const mintGate = momentsOf({ user: NOW + 0.3 })
    const moment = await mintGate.snapshot('john')
    let over = false
    const waiting = mintGate.waitUntilOpen(moment).then(() => {
      over = true
    })
    await vi.advanceTimersByTimeAsync(1199)
    expect(over).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    await waiting
    expect(mintGate.isOpen(await mintGate.snapshot('john'))).toBe(true)
  })
})
