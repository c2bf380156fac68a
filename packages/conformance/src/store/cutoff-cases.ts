import { expectState, START, type StoreCase, storeCase, writeEach } from './store-case.js'

const john = (cutoff: number | null) => ({ userId: 'john', cutoff }) as const

/** How the cutoffs of one user merge. Tokens issued before a cutoff are revoked. */
export const CUTOFF_CASES: readonly StoreCase[] = [
  storeCase('is empty at first', async store => {
    await expectState(store, 'john', {})
  }),
  storeCase('keeps a cutoff', async store => {
    await writeEach(store, john(START))
    await expectState(store, 'john', { user: START })
  }),
  storeCase('replaces a cutoff by a later one', async store => {
    await writeEach(store, john(START), john(START + 60))
    await expectState(store, 'john', { user: START + 60 })
  }),
  storeCase('never replaces a cutoff by an earlier one', async store => {
    await writeEach(store, john(START), john(START - 60), john(START - 0.001))
    await expectState(store, 'john', { user: START })
  }),
  storeCase('clears a cutoff with null', async store => {
    await writeEach(store, john(START), john(null))
    await expectState(store, 'john', {})
  }),
  storeCase('accepts null if there is no cutoff', async store => {
    await writeEach(store, john(null))
    await expectState(store, 'john', {})
  }),
  storeCase('accepts an earlier cutoff after the later one has been cleared', async store => {
    await writeEach(store, john(START), john(null), john(START - 60))
    await expectState(store, 'john', { user: START - 60 })
  }),
  storeCase('keeps a fraction of a second exactly', async store => {
    await writeEach(store, john(START + 0.123))
    await expectState(store, 'john', { user: START + 0.123 })
  }),
  storeCase('distinguishes cutoffs that differ by a millisecond', async store => {
    await writeEach(store, john(START + 0.998), john(START + 0.999), john(START + 0.997))
    await expectState(store, 'john', { user: START + 0.999 })
  }),
  storeCase('keeps a cutoff of 0', async store => {
    await writeEach(store, john(0))
    await expectState(store, 'john', { user: 0 })
  }),
  storeCase('keeps a cutoff before 1970', async store => {
    await writeEach(store, john(-86_400.5))
    await expectState(store, 'john', { user: -86_400.5 })
  }),
  storeCase('does not change fields that a change omits', async store => {
    await writeEach(store, john(START), { userId: 'john' })
    await expectState(store, 'john', { user: START })
  }),
]
