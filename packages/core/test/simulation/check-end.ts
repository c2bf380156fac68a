import { isBlocked } from '../../src/cutoffs/is-revoked.js'
import { inForce } from '../../src/cutoffs/versioned.js'
import { NOW } from '../fixture/fixed-provider.js'
import type { History } from './history.js'
import type { StoreModel } from './store-model.js'
import { STRANGER, type StreamModel } from './stream-model.js'

/** Checks a schedule after its end: Stream has what is in force, and the store has what the commands say. */
export function checkEnd(history: History, store: StoreModel, stream: StreamModel): readonly string[] {
  const wrong: string[] = []
  for (const userId of ['', 'a', 'b']) {
    const target = { userId, field: 'cutoff' } as const
    const name = userId || 'the app'
    const state = store.read(userId === '' ? undefined : userId)
    const pair = userId === '' ? state.app : state.user
    const value = inForce(pair)
    const far = NOW + 10_000
    if (history.mustRevoke(target, -1, far, true) && value === undefined)
      wrong.push(`the store has lost the revocation of ${name}`)
    if (history.mustAllow(target, -1, far, true) && value !== undefined)
      wrong.push(`the store has a revocation of ${name} that was undone`)
    if (!history.isCertain(target)) continue
    const expected =
      pair === undefined
        ? undefined
        : typeof value === 'number'
          ? new Date(Math.ceil(value) * 1000).toISOString()
          : null
    const found = stream.dates.get(userId)
    if (found !== expected) wrong.push(`Stream has ${found} for ${name}, and ${expected} is in force`)
  }
  for (const userId of ['a', 'b', STRANGER]) {
    const target = { userId, field: 'block' } as const
    if (!history.isCertain(target)) continue
    const expected = isBlocked(store.read(userId), NOW)
    if (stream.deactivated.has(userId) !== expected)
      wrong.push(`${userId} is ${expected ? 'blocked and active' : 'not blocked and not active'} at Stream`)
  }
  return wrong
}
