import { expectState, FAR, START, type StoreCase, storeCase, writeEach } from './store-case.js'

const app = (cutoff: number | null) => ({ app: true, cutoff }) as const

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

/** That revocations of one user do not affect another. */
export const KEY_CASES: readonly StoreCase[] = [
  storeCase('separates users', async store => {
    await writeEach(store, { userId: 'john', cutoff: START, block: FAR })
    await expectState(store, 'jane', {})
  }),
  storeCase('separates user ids that differ only in case', async store => {
    await writeEach(store, { userId: 'john', cutoff: START }, { userId: 'John', cutoff: START + 1 })
    await expectState(store, 'john', { user: START })
    await expectState(store, 'John', { user: START + 1 })
    await expectState(store, 'JOHN', {})
  }),
  storeCase('accepts every user id that Stream accepts', async store => {
    for (const userId of ODD_USER_IDS) await expectState(store, userId, {})
    await store.write(ODD_USER_IDS.map((userId, at) => ({ userId, cutoff: START + at, block: FAR + at })))
    for (const [at, userId] of ODD_USER_IDS.entries()) {
      await expectState(store, userId, { user: START + at, blockedUntil: FAR + at })
    }
    await expectState(store, 'john', {})
  }),
  storeCase('does not treat _ and % in a user id as wildcards', async store => {
    await writeEach(store, { userId: 'john_1', cutoff: START })
    await expectState(store, 'john-1', {})
    await expectState(store, 'johnx1', {})
  }),
  storeCase('returns the cutoff of the app for every user', async store => {
    await writeEach(store, app(START), { userId: 'john', cutoff: START - 60 })
    await expectState(store, 'john', { user: START - 60, app: START })
    await expectState(store, 'jane', { app: START })
  }),
  storeCase('separates the app from users with such names', async store => {
    const names = ODD_USER_IDS.filter(userId => userId.length < 20)
    await writeEach(store, app(START), ...names.map(userId => ({ userId, cutoff: START + 60 })))
    await expectState(store, 'john', { app: START })
    await writeEach(store, ...names.map(userId => ({ userId, cutoff: null })), app(START + 1))
    for (const userId of names) await expectState(store, userId, { app: START + 1 })
  }),
  storeCase('keeps the later cutoff of the app', async store => {
    await writeEach(store, app(START), app(START + 60.5), app(START - 60))
    await expectState(store, 'john', { app: START + 60.5 })
  }),
  storeCase('clears only the cutoff of the app with null', async store => {
    await writeEach(store, { userId: 'john', cutoff: START, block: FAR }, app(START), app(null))
    await expectState(store, 'john', { user: START, blockedUntil: FAR })
    await expectState(store, 'jane', {})
  }),
  storeCase('keeps the cutoff of the app when that of a user is cleared', async store => {
    await writeEach(
      store,
      app(START),
      { userId: 'john', cutoff: START + 60 },
      { userId: 'john', cutoff: null },
    )
    await expectState(store, 'john', { app: START })
  }),
  storeCase('returns the cutoff of the app for an invalid user id', async store => {
    await writeEach(store, { userId: 'john', cutoff: START }, app(START - 60))
    await expectState(store, 'the app', { app: START - 60 })
  }),
]
