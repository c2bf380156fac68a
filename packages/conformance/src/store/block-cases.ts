import { block, cut, FAR, pair, START } from './pairs.js'
import { expectState, type StoreCase, storeCase, writeEach } from './store-case.js'

const john = (version: number, value?: number | 'forever') => block('john', version, value)

/** How the blocks of one user merge, and that they are independent of cutoffs. */
export const BLOCK_CASES: readonly StoreCase[] = [
  storeCase('keeps a block until its end', async store => {
    await writeEach(store, john(1, FAR + 0.5))
    await expectState(store, 'john', { block: pair(1, FAR + 0.5) })
  }),
  storeCase("keeps a block 'forever'", async store => {
    await writeEach(store, john(1, 'forever'))
    await expectState(store, 'john', { block: pair(1, 'forever') })
  }),
  storeCase('keeps the longer block of one version', async store => {
    await writeEach(store, john(1, FAR), john(1, FAR + 60), john(1, FAR - 60))
    await expectState(store, 'john', { block: pair(1, FAR + 60) })
  }),
  storeCase("treats 'forever' as longer than any date of the same version", async store => {
    await writeEach(store, john(1, FAR), john(1, 'forever'), john(1, FAR + 60))
    await expectState(store, 'john', { block: pair(1, 'forever') })
  }),
  storeCase("replaces 'forever' by a date with a higher version", async store => {
    await writeEach(store, john(1, 'forever'), john(3, FAR))
    await expectState(store, 'john', { block: pair(3, FAR) })
  }),
  storeCase('keeps the end of a block as a pair', async store => {
    await writeEach(store, john(1, 'forever'), john(2, 'forever'))
    await expectState(store, 'john', { block: pair(2, 'forever') })
  }),
  storeCase('does not let an unblock that lands late end a newer block', async store => {
    await writeEach(store, john(1), john(3, 'forever'), john(2))
    await expectState(store, 'john', { block: pair(3, 'forever') })
  }),
  storeCase('keeps the block when the cutoff is undone', async store => {
    await writeEach(store, { userId: 'john', cutoff: pair(1), block: pair(1, FAR) }, cut('john', 2))
    await expectState(store, 'john', { user: pair(2), block: pair(1, FAR) })
  }),
  storeCase('keeps the cutoff when the block is undone', async store => {
    await writeEach(store, { userId: 'john', cutoff: pair(1), block: pair(1, FAR) }, john(2))
    await expectState(store, 'john', { user: pair(1), block: pair(2, FAR) })
  }),
  storeCase('merges the cutoff and the block of one change apart', async store => {
    await writeEach(
      store,
      { userId: 'john', cutoff: pair(3), block: pair(1, FAR) },
      { userId: 'john', cutoff: pair(1, START + 60), block: pair(3, 'forever') },
    )
    await expectState(store, 'john', { user: pair(3), block: pair(3, 'forever') })
  }),
]
