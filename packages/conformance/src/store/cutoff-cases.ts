import { cut, pair, START } from './pairs.js'
import { expectState, type StoreCase, storeCase, writeEach } from './store-case.js'

const john = (version: number, value?: number) => cut('john', version, value)

/** Instants that a store might not keep exactly. Years are from 0 to 9999. */
const ODD_INSTANTS = [0, 0.001, -0.001, -86_400.5, -62_167_219_200, 253_402_300_799.999, START + 0.123]

/** How the cutoffs of one user merge: the larger pair wins, first by version, then by value. */
export const CUTOFF_CASES: readonly StoreCase[] = [
  storeCase('is empty at first', async store => {
    await expectState(store, 'john', {})
    await expectState(store, undefined, {})
  }),
  storeCase('keeps a cutoff with its version', async store => {
    await writeEach(store, john(5))
    await expectState(store, 'john', { user: pair(5) })
  }),
  storeCase('replaces a cutoff by one with a higher version, even if it is earlier', async store => {
    await writeEach(store, john(1), john(3, START - 60))
    await expectState(store, 'john', { user: pair(3, START - 60) })
  }),
  storeCase('never replaces a cutoff by one with a lower version', async store => {
    await writeEach(store, john(3), john(1, START + 60), john(2, START + 60))
    await expectState(store, 'john', { user: pair(3) })
  }),
  storeCase('keeps the later cutoff of one version', async store => {
    await writeEach(store, john(1), john(1, START + 60), john(1, START - 60), john(1, START + 59.999))
    await expectState(store, 'john', { user: pair(1, START + 60) })
  }),
  storeCase('keeps an undo as a pair', async store => {
    await writeEach(store, john(1), john(2))
    await expectState(store, 'john', { user: pair(2) })
  }),
  storeCase('keeps the undo of nothing', async store => {
    await writeEach(store, john(0, 0))
    await expectState(store, 'john', { user: pair(0, 0) })
  }),
  storeCase('does not let an undo that lands late clear a newer revocation', async store => {
    await writeEach(store, john(1), john(3, START + 60), john(2))
    await expectState(store, 'john', { user: pair(3, START + 60) })
  }),
  storeCase('does not let a repeated write revive what was undone', async store => {
    await writeEach(store, john(1), john(2), john(1), john(1, START + 60))
    await expectState(store, 'john', { user: pair(2) })
  }),
  storeCase('keeps the same after a repeated write', async store => {
    const changes = [john(1), john(2), john(3, START + 1)]
    await writeEach(store, ...changes, ...changes, john(3, START + 1))
    await expectState(store, 'john', { user: pair(3, START + 1) })
  }),
  storeCase('distinguishes cutoffs that differ by a millisecond', async store => {
    await writeEach(store, john(1, START + 0.998), john(1, START + 0.999), john(1, START + 0.997))
    await expectState(store, 'john', { user: pair(1, START + 0.999) })
  }),
  storeCase('keeps every instant to the millisecond', async store => {
    for (const [at, instant] of ODD_INSTANTS.entries()) {
      await writeEach(store, cut(`user_${at}`, 1, instant))
      await expectState(store, `user_${at}`, { user: pair(1, instant) })
    }
  }),
  storeCase('compares versions as numbers', async store => {
    await writeEach(store, john(9), john(11), john(10))
    await expectState(store, 'john', { user: pair(11) })
  }),
  storeCase('compares instants as numbers', async store => {
    await writeEach(store, john(1, 999_999_999), john(1, START), john(1, -2))
    await expectState(store, 'john', { user: pair(1) })
    await writeEach(store, cut('jane', 1, -2), cut('jane', 1, -1), cut('jane', 1, -10))
    await expectState(store, 'jane', { user: pair(1, -1) })
  }),
  storeCase('keeps versions of more than 32 bits', async store => {
    const large = 2 ** 40 + 1
    await writeEach(store, john(large), john(large - 2, START + 60))
    await expectState(store, 'john', { user: pair(large) })
  }),
  storeCase('does not change fields that a change omits', async store => {
    await writeEach(store, john(1), { userId: 'john' }, { userId: 'john', cutoff: undefined })
    await expectState(store, 'john', { user: pair(1) })
  }),
]
