import { expectState, START, type StoreCase, storeCase, writeEach } from './store-case.js'

const john = (cutoff: number | null) => ({ userId: 'john', cutoff }) as const

/** How the cutoffs of one user merge. */
export const CUTOFF_CASES: readonly StoreCase[] = [
  storeCase('knows of nobody at first', async store => {
    await expectState(store, 'john', {})
  }),
  storeCase('keeps a cutoff', async store => {
    await writeEach(store, john(START))
    await expectState(store, 'john', { user: START })
  }),
  storeCase('lets a later cutoff win', async store => {
    await writeEach(store, john(START), john(START + 60))
    await expectState(store, 'john', { user: START + 60 })
  }),
  storeCase('never lowers a cutoff to an earlier one', async store => {
    await writeEach(store, john(START), john(START - 60), john(START - 0.001))
    await expectState(store, 'john', { user: START })
  }),
  storeCase('clears a cutoff by null', async store => {
    await writeEach(store, john(START), john(null))
    await expectState(store, 'john', {})
  }),
  storeCase('bears null where there is no cutoff', async store => {
    await writeEach(store, john(null))
    await expectState(store, 'john', {})
  }),
  storeCase('takes an earlier cutoff once the later one is cleared', async store => {
    await writeEach(store, john(START), john(null), john(START - 60))
    await expectState(store, 'john', { user: START - 60 })
  }),
  storeCase('keeps a fraction of a second exactly', async store => {
    await writeEach(store, john(START + 0.123))
    await expectState(store, 'john', { user: START + 0.123 })
  }),
  storeCase('tells cutoffs apart that differ by a millisecond', async store => {
    await writeEach(store, john(START + 0.998), john(START + 0.999), john(START + 0.997))
    await expectState(store, 'john', { user: START + 0.999 })
  }),
  storeCase('keeps a cutoff of 0, which is not none', async store => {
    await writeEach(store, john(0))
    await expectState(store, 'john', { user: 0 })
  }),
  storeCase('keeps a cutoff before 1970', async store => {
    await writeEach(store, john(-86_400.5))
    await expectState(store, 'john', { user: -86_400.5 })
  }),
  storeCase('leaves alone what a change does not name', async store => {
    await writeEach(store, john(START), { userId: 'john' })
    await expectState(store, 'john', { user: START })
  }),
]
