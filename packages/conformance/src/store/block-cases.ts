import { expectState, FAR, START, type StoreCase, storeCase, writeEach } from './store-case.js'

const john = (block: number | 'forever' | null) => ({ userId: 'john', block }) as const

/** How the blocks of one user merge, and that they are independent of cutoffs. */
export const BLOCK_CASES: readonly StoreCase[] = [
  storeCase('keeps a block until its end', async store => {
    await writeEach(store, john(FAR + 0.5))
    await expectState(store, 'john', { blockedUntil: FAR + 0.5 })
  }),
  storeCase("keeps a block 'forever'", async store => {
    await writeEach(store, john('forever'))
    await expectState(store, 'john', { blockedUntil: 'forever' })
  }),
  storeCase('keeps the longer block', async store => {
    await writeEach(store, john(FAR), john(FAR + 60), john(FAR - 60))
    await expectState(store, 'john', { blockedUntil: FAR + 60 })
  }),
  storeCase("treats 'forever' as longer than any date", async store => {
    await writeEach(store, john(FAR), john('forever'), john(FAR + 60))
    await expectState(store, 'john', { blockedUntil: 'forever' })
  }),
  storeCase('ends a block with null', async store => {
    await writeEach(store, john('forever'), john(null))
    await expectState(store, 'john', {})
  }),
  storeCase('accepts a shorter block after the longer one has been ended', async store => {
    await writeEach(store, john('forever'), john(null), john(FAR))
    await expectState(store, 'john', { blockedUntil: FAR })
  }),
  storeCase('keeps the block when the cutoff is cleared', async store => {
    await writeEach(store, { userId: 'john', cutoff: START, block: FAR }, { userId: 'john', cutoff: null })
    await expectState(store, 'john', { blockedUntil: FAR })
  }),
  storeCase('keeps the cutoff when the block is ended', async store => {
    await writeEach(store, { userId: 'john', cutoff: START, block: FAR }, john(null))
    await expectState(store, 'john', { user: START })
  }),
  storeCase('accepts a cutoff and the end of a block in one change', async store => {
    await writeEach(store, john('forever'), { userId: 'john', cutoff: START, block: null })
    await expectState(store, 'john', { user: START })
  }),
  storeCase('accepts a block and the end of a cutoff in one change', async store => {
    await writeEach(
      store,
      { userId: 'john', cutoff: START },
      { userId: 'john', cutoff: null, block: 'forever' },
    )
    await expectState(store, 'john', { blockedUntil: 'forever' })
  }),
]
