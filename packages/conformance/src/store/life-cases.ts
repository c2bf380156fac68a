import { expect } from 'vitest'
import { cut, cutApp, FAR, pair, START } from './pairs.js'
import { expectState, newPlace, openAt, type StoreCase, storeCase } from './store-case.js'

/** How a store is named, opened and closed. */
export const LIFE_CASES: readonly StoreCase[] = [
  storeCase('has a name that is not empty, or none', async ({ name }) => {
    if (name !== undefined) expect(name).toEqual(expect.stringMatching(/./))
  }),
  {
    rule: 'opens without a promise: reads and writes wait for the server',
    async check(open) {
      const store = await open(newPlace())
      const opened: unknown = store.open?.({ apiKey: 'key', clock: () => START * 1000, notify: () => {} })
      expect(opened).toBeUndefined()
      const states = await Promise.all([store.read('john'), store.write([cut('john', 1)])])
      expect(states[1]).toHaveLength(1)
      await store.close?.()
    },
  },
  {
    rule: 'can be closed before it is opened',
    async check(open) {
      const store = await open(newPlace())
      await store.close?.()
    },
  },
  {
    rule: 'can be opened and closed without use',
    async check(open) {
      const store = await openAt(open, newPlace())
      await store.close?.()
    },
  },
  {
    rule: 'can be closed twice, if it has a close method',
    async check(open) {
      const store = await openAt(open, newPlace())
      await store.write([cut('john', 1)])
      await store.close?.()
      await store.close?.()
    },
  },
]

/** Rules only for stores that persist their data. */
export const DURABLE_CASES: readonly StoreCase[] = [
  {
    rule: 'keeps resolved writes when it is opened again',
    async check(open) {
      const place = newPlace()
      const before = await openAt(open, place)
      await before.write([
        { userId: 'john', cutoff: pair(5, START + 0.5), block: pair(3, 'forever') },
        cut('jane', 1),
        cutApp(3, START - 60),
      ])
      await before.close?.()
      const after = await openAt(open, place)
      const app = pair(3, START - 60)
      await expectState(after, 'john', { user: pair(5, START + 0.5), app, block: pair(3, 'forever') })
      await expectState(after, 'jane', { user: pair(1), app })
      await expectState(after, undefined, { app })
      await after.close?.()
    },
  },
  {
    rule: 'keeps what was undone when it is opened again, so that a late write does not revive it',
    async check(open) {
      const place = newPlace()
      const before = await openAt(open, place)
      await before.write([{ userId: 'john', cutoff: pair(1), block: pair(1, FAR) }, cutApp(1)])
      await before.write([{ userId: 'john', cutoff: pair(2), block: pair(2, FAR) }, cutApp(2)])
      await before.close?.()
      const after = await openAt(open, place)
      await after.write([{ userId: 'john', cutoff: pair(1), block: pair(1, FAR) }, cutApp(1)])
      await expectState(after, 'john', { user: pair(2), app: pair(2), block: pair(2, FAR) })
      await after.close?.()
    },
  },
]
