import { expect } from 'vitest'
import { cut, cutApp, FAR, pair, START } from './pairs.js'
import { expectState, pairsOf, type StoreCase, storeCase, writeEach } from './store-case.js'

/** User ids that Stream accepts and that a store might handle incorrectly. */
const ODD_USER_IDS = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  'app',
  '_app',
  '__app__',
  'the_app',
  'floor',
  'null',
  'undefined',
  '0',
  '007',
  '7',
  '-',
  '_',
  '@',
  '__',
  '--',
  'john@example-com',
  'a'.repeat(255),
  'a'.repeat(254),
]

/** That revocations of one user do not affect another, and those of the app affect everybody. */
export const KEY_CASES: readonly StoreCase[] = [
  storeCase('separates users', async store => {
    await writeEach(store, { userId: 'john', cutoff: pair(1), block: pair(1, FAR) })
    await expectState(store, 'jane', {})
    await expectState(store, undefined, {})
  }),
  storeCase('separates user ids that differ only in case', async store => {
    await writeEach(store, cut('john', 1), cut('John', 3))
    await expectState(store, 'john', { user: pair(1) })
    await expectState(store, 'John', { user: pair(3) })
    await expectState(store, 'JOHN', {})
  }),
  storeCase('accepts every user id that Stream accepts', async store => {
    for (const userId of ODD_USER_IDS) await expectState(store, userId, {})
    await store.write(
      ODD_USER_IDS.map((userId, at) => ({ userId, cutoff: pair(1, START + at), block: pair(3, FAR + at) })),
    )
    for (const [at, userId] of ODD_USER_IDS.entries())
      await expectState(store, userId, { user: pair(1, START + at), block: pair(3, FAR + at) })
    await expectState(store, 'john', {})
    await expectState(store, undefined, {})
  }),
  storeCase('does not treat _ and % in a user id as wildcards', async store => {
    await writeEach(store, cut('john_1', 1))
    await expectState(store, 'john-1', {})
    await expectState(store, 'johnx1', {})
  }),
  storeCase('returns the cutoff of the app for every user', async store => {
    await writeEach(store, cutApp(1), cut('john', 3, START - 60))
    await expectState(store, 'john', { user: pair(3, START - 60), app: pair(1) })
    await expectState(store, 'jane', { app: pair(1) })
  }),
  storeCase('returns only the cutoff of the app without a user id', async store => {
    await writeEach(store, { userId: 'john', cutoff: pair(1), block: pair(1, FAR) }, cutApp(3))
    await expectState(store, undefined, { app: pair(3) })
  }),
  storeCase('separates the app from users with such names', async store => {
    const names = ODD_USER_IDS.filter(userId => userId.length < 20)
    await writeEach(store, cutApp(1), ...names.map(userId => cut(userId, 5, START + 60)))
    await expectState(store, 'john', { app: pair(1) })
    await expectState(store, undefined, { app: pair(1) })
    await writeEach(store, cutApp(3))
    for (const userId of names) await expectState(store, userId, { user: pair(5, START + 60), app: pair(3) })
  }),
  storeCase('keeps the larger pair of the app', async store => {
    await writeEach(store, cutApp(3), cutApp(1, START + 60), cutApp(3, START + 0.5), cutApp(3, START - 60))
    await expectState(store, 'john', { app: pair(3, START + 0.5) })
  }),
  storeCase('does not let an undo for the app that lands late clear a newer revocation', async store => {
    await writeEach(store, cutApp(1), cutApp(3), cutApp(2))
    await expectState(store, undefined, { app: pair(3) })
  }),
  storeCase('undoes only the cutoff of the app', async store => {
    await writeEach(store, { userId: 'john', cutoff: pair(1), block: pair(1, FAR) }, cutApp(1), cutApp(2))
    await expectState(store, 'john', { user: pair(1), app: pair(2), block: pair(1, FAR) })
    await expectState(store, 'jane', { app: pair(2) })
  }),
  storeCase('keeps the cutoff of the app when that of a user is undone', async store => {
    await writeEach(store, cutApp(1), cut('john', 1), cut('john', 2))
    await expectState(store, 'john', { user: pair(2), app: pair(1) })
  }),
  storeCase('returns the cutoff of the app for an invalid user id', async store => {
    await writeEach(store, cut('john', 1), cutApp(1))
    for (const userId of ['the app', 'a:b', 'john\n'])
      expect(pairsOf(await store.read(userId)).app, userId).toEqual(pair(1))
  }),
]
