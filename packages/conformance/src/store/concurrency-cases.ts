import type { Revocation } from '@stream-token/core'
import { expect } from 'vitest'
import { block, cut, cutApp, FAR, pair, range, START, shuffled } from './pairs.js'
import { expectState, pairsOf, type StoreCase, storeCase, writeEach } from './store-case.js'

/** Revocations, undos and repeats of one user and the app. */
const HISTORY: readonly Revocation[] = [
  cut('john', 1),
  cut('john', 2),
  cut('john', 3, START - 60),
  cut('john', 3, START - 30),
  cut('john', 4, START - 30),
  cut('john', 5, START - 90),
  cut('john', 4, START + 60),
  block('john', 1, 'forever'),
  block('john', 2, 'forever'),
  block('john', 3, FAR),
  cutApp(1, START + 60),
  cutApp(2, START + 60),
  cutApp(1),
]

const OUTCOME = { user: pair(5, START - 90), block: pair(3, FAR), app: pair(2, START + 60) }

const ORDERS = range(6).map(seed => [...shuffled(HISTORY, seed), ...HISTORY.slice(0, seed)])

/** How concurrent, late and repeated writes behave. */
export const CONCURRENCY_CASES: readonly StoreCase[] = [
  ...ORDERS.map((changes, at) =>
    storeCase(`ends in the same state whatever the order of writes, order ${at + 1}`, async store => {
      await writeEach(store, ...changes)
      await expectState(store, 'john', OUTCOME)
    }),
  ),
  storeCase('ends in the same state if all writes are concurrent', async store => {
    await Promise.all(ORDERS.flat().map(change => store.write([change])))
    await expectState(store, 'john', OUTCOME)
  }),
  storeCase('ends in the same state if all changes are in one write', async store => {
    for (const changes of ORDERS) await store.write(changes)
    await expectState(store, 'john', OUTCOME)
  }),
  storeCase('lets the revocation win over a concurrent undo', async store => {
    for (const at of range(20)) {
      const userId = `user_${at}`
      await store.write([cut(userId, 1)])
      const [undo, revoke] = [cut(userId, 2), cut(userId, 3, START - 60)]
      const both = at % 2 === 0 ? [undo, revoke] : [revoke, undo]
      await Promise.all(both.map(change => store.write([change])))
      await expectState(store, userId, { user: pair(3, START - 60) })
    }
  }),
  storeCase('keeps all concurrent writes for different users', async store => {
    await Promise.all(range(200).map(at => store.write([cut(`user_${at}`, 1, START + at)])))
    for (const at of range(200)) await expectState(store, `user_${at}`, { user: pair(1, START + at) })
  }),
  storeCase('keeps concurrent writes of the cutoff and the block of one user', async store => {
    for (const at of range(20)) {
      const userId = `user_${at}`
      await Promise.all([cut(userId, 1), block(userId, 1)].map(change => store.write([change])))
      await expectState(store, userId, { user: pair(1), block: pair(1, FAR) })
    }
  }),
  storeCase('returns a state that covers the change from every concurrent write', async store => {
    const versions = shuffled(range(100), 3)
    const states = await Promise.all(versions.map(version => store.write([cut('john', version)])))
    await expectState(store, 'john', { user: pair(99) })
    const tooLow = versions.filter((version, at) => (states[at]?.[0]?.user?.version ?? -1) < version)
    expect(tooLow, 'versions that were not in the state after their write').toEqual([])
  }),
  storeCase('never returns to an earlier state', async store => {
    const seen: number[] = []
    const writing = Promise.all(range(50).map(version => store.write([cut('john', version)])))
    for (const _ of range(50)) seen.push((await store.read('john')).user?.version ?? -1)
    await writing
    expect(seen).toEqual([...seen].sort((one, other) => one - other))
  }),
  storeCase('never shows part of a change', async store => {
    for (const at of range(20)) {
      const userId = `user_${at}`
      const writing = store.write([{ userId, cutoff: pair(1), block: pair(1, FAR) }])
      const states = await Promise.all(range(4).map(async () => store.read(userId)))
      await writing
      const seen = states.map(pairsOf).filter(state => Object.keys(state).length > 0)
      expect(seen).toEqual(seen.map(() => ({ user: pair(1), block: pair(1, FAR) })))
    }
  }),
]
