import { expect } from 'vitest'
import { cut, cutApp, pair } from './pairs.js'
import { pairsOf, type StoreCase, storeCase, writeEach } from './store-case.js'

const USERS = ['nobody-before', undefined] as const

/** Rules only for stores that can show a floor: the store is one that folded or lost what it knew. */
export const FLOOR_CASES: readonly StoreCase[] = [
  storeCase('returns its floor for everybody', async store => {
    const { floor } = await store.read(undefined)
    expect(floor).toEqual(expect.any(Number))
    for (const userId of USERS) {
      expect((await store.read(userId)).floor).toBe(floor)
      expect((await store.read(userId, { fresh: true })).floor).toBe(floor)
    }
  }),
  storeCase('does not return its floor as a cutoff', async store => {
    for (const userId of USERS) expect(pairsOf(await store.read(userId))).toEqual({})
    await writeEach(store, cutApp(1), cutApp(2))
    for (const userId of USERS) expect(pairsOf(await store.read(userId))).toEqual({ app: pair(2) })
  }),
  storeCase('never lowers its floor by an undo', async store => {
    const { floor = Number.NaN } = await store.read(undefined)
    await writeEach(store, cut('john', 1), cut('john', 2), cutApp(1), cutApp(2))
    for (const userId of ['john', ...USERS])
      for (const fresh of [false, true])
        expect((await store.read(userId, { fresh })).floor).toBeGreaterThanOrEqual(floor)
  }),
  storeCase('returns its floor from writes', async store => {
    const { floor = Number.NaN } = await store.read(undefined)
    const states = await store.write([cut('john', 1), cutApp(1)])
    for (const state of states) expect(state.floor).toBeGreaterThanOrEqual(floor)
  }),
]
