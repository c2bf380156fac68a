import type { Cutoffs } from '@stream-token/core'
import { expect } from 'vitest'
import { expectState, FAR, inForce, START, type StoreCase, storeCase } from './store-case.js'

const range = (length: number): readonly number[] => Array.from({ length }, (_, at) => at)

/** The numbers from 1 to 100 in mixed order. */
const SCATTERED = range(100).map(at => (37 * (at + 1)) % 101)

/** How concurrent reads and writes behave. */
export const CONCURRENCY_CASES: readonly StoreCase[] = [
  storeCase('shows a resolved write to every later read', async store => {
    for (const at of range(50)) {
      await store.write([{ userId: 'john', cutoff: START + at }])
      const states = await Promise.all(range(4).map(async () => store.read('john')))
      expect(states.map(inForce)).toEqual(range(4).map(() => ({ user: START + at })))
    }
  }),
  storeCase('keeps all concurrent writes for different users', async store => {
    await Promise.all(range(200).map(at => store.write([{ userId: `user_${at}`, cutoff: START + at }])))
    for (const at of range(200)) await expectState(store, `user_${at}`, { user: START + at })
  }),
  storeCase('keeps the latest of many concurrent cutoffs for one user', async store => {
    const states = await Promise.all(
      SCATTERED.map(later => store.write([{ userId: 'john', cutoff: START + later }])),
    )
    await expectState(store, 'john', { user: START + 100 })
    const tooLow = SCATTERED.filter((later, at) => !isAtLeast(states[at]?.[0], START + later))
    expect(tooLow, 'writes that returned an earlier cutoff than they wrote').toEqual([])
  }),
  storeCase('applies concurrent writes for one user in call order', async store => {
    const cutoffs = range(40).map(at => (at % 2 === 0 ? START + at : null))
    await Promise.all([...cutoffs, START - 60].map(cutoff => store.write([{ userId: 'john', cutoff }])))
    await expectState(store, 'john', { user: START - 60 })
    await Promise.all([...cutoffs, null].map(cutoff => store.write([{ userId: 'jane', cutoff }])))
    await expectState(store, 'jane', {})
  }),
  storeCase('applies concurrent writes for the app in call order', async store => {
    const cutoffs = range(40).map(at => (at % 2 === 0 ? START + at : null))
    await Promise.all([...cutoffs, START - 60].map(cutoff => store.write([{ app: true, cutoff }])))
    await expectState(store, 'john', { app: START - 60 })
  }),
  storeCase('never shows part of a change', async store => {
    for (const at of range(20)) {
      const userId = `user_${at}`
      const writing = store.write([{ userId, cutoff: START, block: FAR }])
      const states = await Promise.all(range(4).map(async () => store.read(userId)))
      await writing
      const seen = states.map(inForce).filter(state => Object.keys(state).length > 0)
      expect(seen).toEqual(seen.map(() => ({ user: START, blockedUntil: FAR })))
    }
  }),
]

function isAtLeast(state: Cutoffs | undefined, cutoff: number): boolean {
  return state?.user !== undefined && state.user >= cutoff
}
