import { describe, expect, it } from 'vitest'
import { type Pending, pendingOf, pruned, settles, summarize } from '../../src/revocation/pending-changes.js'
import { pair } from '../fixture/store-doubles.js'

/** A failed change, in the order in which it was made. */
function failed(order: number, facts: Partial<Pending>): Pending {
  return { order, field: 'cutoff', value: 5, pair: undefined, ...facts }
}

describe('pendingOf', () => {
  it('has one part for each field of a change, undos included', () => {
    expect(pendingOf({ userId: 'john', cutoff: null, block: 'forever' }, 7)).toEqual([
      failed(7, { value: null }),
      failed(7, { field: 'block', value: 'forever' }),
    ])
    expect(pendingOf({ app: true, cutoff: 0 }, 1)).toEqual([failed(1, { value: 0 })])
    expect(pendingOf({ userId: 'john' }, 1)).toEqual([])
  })
})

describe('pruned', () => {
  it.each<[string, Partial<Pending>, Partial<Pending>, number]>([
    ['a later', { value: 5 }, { value: 6 }, 1],
    ['an equal', { value: 5 }, { value: 5 }, 1],
    ['an earlier', { value: 5 }, { value: 4 }, 2],
    ['a permanent', { value: 5 }, { value: 'forever' }, 1],
    ['an equally permanent', { value: 'forever' }, { value: 'forever' }, 1],
    ['a dated', { value: 'forever' }, { value: 9 }, 2],
    ['a larger', { pair: pair(5) }, { pair: pair(4, 3) }, 1],
    ['a smaller', { pair: pair(5, 3) }, { pair: pair(9) }, 2],
    ['a numbered', { value: 5 }, { value: 6, pair: pair(6) }, 2],
    ['an unnumbered', { pair: pair(5) }, { value: 6 }, 2],
    ['another kind of', { value: 5 }, { field: 'block', value: 6 }, 2],
    ['an undone', { pair: pair(5) }, { value: null, pair: pair(5, 2) }, 2],
  ])('lets %s change repeat an earlier one or not', (_name, first, second, left) => {
    expect(pruned([failed(1, first), failed(2, second)])).toHaveLength(left)
  })

  it('drops an undo that was never sent, and keeps one that was', () => {
    const sent = failed(2, { value: null, pair: pair(5, 2) })
    expect(pruned([failed(1, { value: null }), sent])).toEqual([sent])
  })

  it('keeps one change of a thousand that repeat each other', () => {
    let list: readonly Pending[] = []
    for (let at = 0; at < 1000; at++) list = pruned([...list, failed(at, { value: at })])
    expect(list).toEqual([failed(999, { value: 999 })])
  })
})

describe('settles', () => {
  it.each<[string, Partial<Pending>, Partial<Pending>, object, boolean]>([
    ['an undo, and a revocation before it', { value: null }, { value: 5 }, {}, true],
    ['a revocation, and one that the store has as well', { value: 9 }, { value: 5 }, { user: pair(9) }, true],
    ['a revocation, and a later one', { value: 4 }, { value: 5 }, { user: pair(4) }, false],
    ['a revocation, and a sent one below it', { value: 9 }, { pair: pair(5) }, { user: pair(9) }, true],
    ['a revocation, and a sent one above it', { value: 9 }, { pair: pair(5, 3) }, { user: pair(9) }, false],
    ['another field', { field: 'block' }, { value: 5 }, { user: pair(9), block: pair(9) }, false],
    ['a block', { field: 'block' }, { field: 'block', value: 5 }, { block: pair(9) }, true],
  ])('says of %s whether it is obsolete', (_name, change, one, state, obsolete) => {
    expect(settles(failed(2, change), failed(1, one), state, true)).toBe(obsolete)
    expect(settles(failed(2, change), failed(3, one), state, true)).toBe(false)
  })

  it('compares changes of the app with its own pair', () => {
    const [change, one] = [failed(2, { value: 9 }), failed(1, { value: 5 })]
    expect(settles(change, one, { app: pair(9) }, false)).toBe(true)
    expect(settles(change, one, { user: pair(9) }, false)).toBe(false)
  })
})

describe('summarize', () => {
  it('has the largest pair of a revocation, and the latest value without one', () => {
    const pending = [
      failed(1, { pair: pair(5) }),
      failed(2, { pair: pair(4, 3) }),
      failed(3, { value: null, pair: pair(4, 4) }),
      failed(4, { value: 8 }),
      failed(5, { value: 7 }),
      failed(6, { field: 'block', value: 'forever' }),
    ]
    expect(summarize(pending)).toEqual({
      cutoff: { pair: pair(4, 3), value: 8 },
      block: { pair: undefined, value: 'forever' },
    })
  })
})
