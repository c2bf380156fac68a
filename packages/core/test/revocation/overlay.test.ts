import { describe, expect, it } from 'vitest'
import type { Revocation, RevocationState, Versioned } from '../../src/cutoffs/store.js'
import { createOverlay, withLayer } from '../../src/revocation/overlay.js'
import type { Change } from '../../src/revocation/pending-changes.js'
import { pair } from '../fixture/store-doubles.js'

type Effect = Omit<Change, 'userId' | 'app'>

const john = (effect: Effect): Change => ({ userId: 'john', ...effect })
const app = (effect: Effect): Change => ({ app: true, ...effect })
const written = (change: Omit<Revocation, 'userId' | 'app'>): Revocation => ({ userId: 'john', ...change })

function setUp() {
  const overlay = createOverlay()
  const inForce = (userId: string | undefined = 'john', stored: RevocationState = {}): RevocationState =>
    withLayer(stored, overlay.layer(userId))
  /** A revocation whose write has failed, with its version or, if it could not be read, without one. */
  const kept = (change: Change, ...numbers: readonly Revocation[]): void => {
    const applied = overlay.apply([change])
    if (numbers.length > 0) applied.number(numbers)
    applied.keep()
  }
  return { overlay, inForce, kept }
}

describe('createOverlay', () => {
  it('puts a revocation in force before it has a version, whatever is stored', () => {
    const { overlay, inForce } = setUp()
    overlay.apply([john({ cutoff: 5, block: 20 }), app({ cutoff: 6 })])
    expect(inForce()).toEqual({ user: pair(5), app: pair(6), block: pair(20) })
    expect(inForce('john', { user: pair(9, 4), app: pair(9, 3), block: pair(9, 8), floor: 2 })).toEqual({
      user: pair(5, 5),
      app: pair(9, 5),
      block: pair(20, 9),
      floor: 2,
    })
    expect([inForce('jane'), withLayer({}, overlay.layer(undefined))]).toEqual([
      { app: pair(6) },
      { app: pair(6) },
    ])
  })

  it('puts the latest of several in force, and the longest block', () => {
    const { overlay, inForce } = setUp()
    for (const change of [
      { cutoff: 5 },
      { cutoff: 9, block: 20 },
      { cutoff: 7, block: 'forever' as const },
      { block: 30 },
    ])
      overlay.apply([john(change)])
    expect([inForce().user?.value, inForce().block?.value]).toEqual([9, 'forever'])
  })

  it('takes the larger of the stored pair and of the one that was sent', () => {
    const { overlay, inForce } = setUp()
    const applied = overlay.apply([john({ cutoff: 5, block: 'forever' })])
    applied.number([written({ cutoff: pair(5, 3), block: pair('forever', 1) })])
    expect(inForce('john', { user: pair(9) })).toEqual({ user: pair(5, 3), block: pair('forever') })
    expect(inForce('john', { user: pair(9, 4), block: pair('forever', 2) })).toEqual({
      user: pair(9, 4),
      block: pair('forever', 2),
    })
  })

  it('does not apply a pending undo', () => {
    const { overlay, inForce } = setUp()
    overlay.apply([john({ cutoff: 5, block: 9 })])
    overlay.apply([john({ cutoff: null }), john({ block: null }), app({ cutoff: null })])
    expect(inForce()).toEqual({ user: pair(5), block: pair(9) })
    expect(inForce('john', { user: pair(4, 2), app: pair(3) })).toEqual({
      user: pair(5, 3),
      app: pair(3),
      block: pair(9),
    })
  })

  it('removes what is released, and nothing else', () => {
    const { overlay, inForce } = setUp()
    overlay.apply([john({ cutoff: 5 })])
    const { release } = overlay.apply([
      john({ cutoff: 9 }),
      app({ cutoff: 4 }),
      { userId: 'jane', cutoff: 3 },
    ])
    overlay.apply([john({ cutoff: 7 })])
    release()
    release()
    expect([inForce().user?.value, inForce().app, inForce('jane')]).toEqual([7, undefined, {}])
  })

  it('removes a change once it is stored, and no other one', () => {
    const { overlay, inForce } = setUp()
    const first = overlay.apply([john({ cutoff: 5 })])
    const second = overlay.apply([john({ cutoff: 7 })])
    first.number([written({ cutoff: pair(5) })])
    first.settle([{ user: pair(5) }])
    expect(inForce()).toEqual({ user: pair(7) })
    second.number([written({ cutoff: pair(7, 3) })])
    second.settle([{ user: pair(7, 3) }])
    expect([inForce(), overlay.layer('jane')]).toEqual([{}, { user: undefined, app: undefined }])
    // Nothing is left of it.
    expect(overlay.layer('john')).toBe(overlay.layer('jane'))
  })

  it('returns a layer that does not change afterwards', () => {
    const { overlay } = setUp()
    const applied = overlay.apply([john({ cutoff: 5 })])
    const [before, empty] = [overlay.layer('john'), overlay.layer('jane')]
    applied.number([written({ cutoff: pair(5, 9) })])
    applied.release()
    overlay.apply([{ userId: 'jane', cutoff: 8 }])
    expect([withLayer({}, before), withLayer({ user: pair(1) }, empty)]).toEqual([
      { user: pair(5) },
      { user: pair(1) },
    ])
  })

  it('returns the stored state itself, and one layer, where nothing is pending', () => {
    const { overlay } = setUp()
    const stored = { user: pair(5) }
    expect(withLayer(stored, overlay.layer('john'))).toBe(stored)
    const empty = overlay.layer('john')
    overlay.apply([{ userId: 'jane', cutoff: 8 }])
    expect([overlay.layer('john'), overlay.layer(undefined)]).toEqual([empty, empty])
    expect(overlay.layer('john')).toBe(empty)
  })

  it('returns the largest pairs that were sent', () => {
    const { overlay } = setUp()
    expect(overlay.sent(john({}))).toEqual({ cutoff: undefined, block: undefined })
    for (const version of [3, 7, 5]) {
      const applied = overlay.apply([john({ cutoff: version, block: 1 }), app({ cutoff: 2 })])
      applied.number([
        written({ cutoff: pair(version, version), block: pair(1, 2 * version + 1) }),
        { app: true, cutoff: pair(2, version) },
      ])
    }
    // It has no version yet.
    overlay.apply([john({ cutoff: 99, block: 'forever' })])
    expect(overlay.sent(john({}))).toEqual({ cutoff: pair(7, 7), block: pair(1, 15) })
    expect(overlay.sent(app({}))).toEqual({ cutoff: pair(2, 7), block: undefined })
    expect(overlay.sent({ userId: 'jane' })).toEqual({ cutoff: undefined, block: undefined })
  })
})

describe('a kept revocation, whose write has failed', () => {
  it('stays in force, and is not released', () => {
    const { overlay, inForce } = setUp()
    const applied = overlay.apply([john({ cutoff: 5, block: 9 }), app({ cutoff: 3 })])
    applied.keep()
    applied.release()
    applied.keep()
    expect(inForce()).toEqual({ user: pair(5), app: pair(3), block: pair(9) })
  })

  it.each<[string, (at: number) => Revocation[]]>([
    ['without a version', () => []],
    ['with one', at => [written({ cutoff: pair(at, 2 * at + 1), block: pair('forever', 2 * at + 1) })]],
  ])('is replaced by a later one that repeats it: %s', (_name, numbers) => {
    const { inForce, kept } = setUp()
    for (let at = 0; at < 1000; at++) kept(john({ cutoff: at, block: 'forever' }), ...numbers(at))
    expect([inForce().user?.value, inForce().block?.value]).toEqual([999, 'forever'])
    for (let at = 1000; at < 2000; at++) kept(john({ cutoff: at }), ...numbers(at).map(cutoffOnly))
    expect([inForce().user?.value, inForce().block?.value]).toEqual([1999, 'forever'])
  })

  it('without a version is not repeated by a longer one with a version: that may be replaced', () => {
    const { inForce, kept } = setUp()
    kept(john({ cutoff: 5 }))
    kept(john({ cutoff: 9 }), written({ cutoff: pair(9) }))
    expect(inForce('john', { user: pair(9, 2) })).toEqual({ user: pair(5, 3) })
  })

  it('keeps one for the app, and for each user of a batch', () => {
    const { overlay, inForce } = setUp()
    for (const cutoff of [3, 5, 8])
      overlay.apply([app({ cutoff }), john({ cutoff: cutoff + 1 }), { userId: 'jane', cutoff }]).keep()
    expect([inForce(), inForce('jane')]).toEqual([
      { user: pair(9), app: pair(8) },
      { user: pair(8), app: pair(8) },
    ])
  })

  it.each<[string, Change, RevocationState, readonly string[]]>([
    ['an undo ends the revocation and not the block', john({ cutoff: null }), {}, ['block']],
    ['an unblock ends the block and not the revocation', john({ block: null }), {}, ['cutoff']],
    ['an undo with an unblock ends both', john({ cutoff: null, block: null }), {}, []],
    [
      'a later version with an earlier cutoff ends nothing',
      john({ cutoff: 8 }),
      { user: pair(8, 7) },
      ['cutoff', 'block'],
    ],
    ['an undo elsewhere ends nothing', john({ cutoff: 10 }), { user: pair(10, 2) }, ['cutoff', 'block']],
    ['an equal cutoff ends the revocation', john({ cutoff: 9 }), { user: pair(9) }, ['block']],
    ['a later cutoff ends the revocation', john({ cutoff: 9.5 }), { user: pair(9.5) }, ['block']],
    ['an earlier cutoff ends nothing', john({ cutoff: 8 }), { user: pair(8) }, ['cutoff', 'block']],
    [
      'a cutoff of the app ends nothing',
      john({ cutoff: 8 }),
      { user: pair(8), app: pair(99) },
      ['cutoff', 'block'],
    ],
    ['an equally long block ends the block', john({ block: 20 }), { block: pair(20) }, ['cutoff']],
    ['a permanent block ends the block', john({ block: 'forever' }), { block: pair('forever') }, ['cutoff']],
    ['a shorter block ends nothing', john({ block: 19 }), { block: pair(19) }, ['cutoff', 'block']],
    ['a change of another user ends nothing', { userId: 'jane', cutoff: null }, {}, ['cutoff', 'block']],
    ['an undo of the app ends nothing', app({ cutoff: null }), {}, ['cutoff', 'block']],
  ])('without a version: once stored, %s', (_name, change, state, left) => {
    const { overlay, inForce, kept } = setUp()
    kept(john({ cutoff: 9, block: 20 }))
    overlay.apply([change]).settle([state])
    const { user, block } = inForce()
    expect([...(user ? ['cutoff'] : []), ...(block ? ['block'] : [])]).toEqual(left)
  })

  it.each<[string, Change, Versioned, readonly number[]]>([
    ['the same pair', john({ cutoff: 9 }), pair(9, 3), []],
    ['a larger version', john({ cutoff: null }), pair(9, 4), []],
    ['a later value', john({ cutoff: 10 }), pair(10, 3), []],
    ['an earlier value', john({ cutoff: 8 }), pair(8, 3), [9]],
    ['a smaller version', john({ cutoff: null }), pair(99, 2), [9]],
    ['the pair, by a change of the block alone', john({ block: null }), pair(9, 3), [9]],
  ])('with a version: ends when the store has %s', (_name, change, user, left) => {
    const { overlay, inForce, kept } = setUp()
    kept(john({ cutoff: 9 }), written({ cutoff: pair(9, 3) }))
    overlay.apply([change]).settle([{ user }])
    expect([inForce().user?.value].filter(value => value !== undefined)).toEqual(left)
  })

  it('of the app ends by the app’s pair, and of a block by the block', () => {
    const { overlay, inForce, kept } = setUp()
    kept(app({ cutoff: 9 }), { app: true, cutoff: pair(9, 3) })
    overlay.apply([app({ cutoff: 9 })]).settle([{ user: pair(9, 5), app: pair(9, 1) }])
    expect(inForce()).toEqual({ app: pair(9, 3) })
    overlay.apply([app({ cutoff: 9 })]).settle([{ app: pair(9, 3) }])
    expect(inForce()).toEqual({})
    kept(john({ block: 9 }), written({ block: pair(9, 3) }))
    overlay.apply([john({ block: 9 })]).settle([{ user: pair(9, 5), block: pair(9, 1) }])
    expect(inForce()).toEqual({ block: pair(9, 3) })
    overlay.apply([john({ block: 9 })]).settle([{ block: pair(9, 3) }])
    expect(inForce()).toEqual({})
  })

  it('ends by its own write if that succeeds late', () => {
    const { overlay, inForce } = setUp()
    const applied = overlay.apply([john({ cutoff: 9 })])
    applied.number([written({ cutoff: pair(9) })])
    applied.keep()
    applied.settle([{ user: pair(9) }])
    expect([inForce(), overlay.layer('john').user]).toEqual([{}, undefined])
  })

  it('is not ended by an earlier change that is stored later', () => {
    const { overlay, inForce, kept } = setUp()
    const undo = overlay.apply([john({ cutoff: null }), app({ cutoff: null })])
    kept(john({ cutoff: 7 }))
    kept(app({ cutoff: 7 }))
    undo.settle([{}, {}])
    expect(inForce()).toEqual({ user: pair(7), app: pair(7) })
    overlay.apply([john({ cutoff: null }), app({ cutoff: null })]).settle([{}, {}])
    expect(inForce()).toEqual({})
  })

  it('is not ended by an undo if it is still being written', () => {
    const { overlay, inForce } = setUp()
    overlay.apply([john({ cutoff: 7 })])
    overlay.apply([john({ cutoff: null })]).settle([{}])
    expect(inForce()).toEqual({ user: pair(7) })
  })
})

describe('a kept undo, whose write has failed', () => {
  it('takes nothing out of force, and counts for the version of the next change', () => {
    const { overlay, inForce, kept } = setUp()
    kept(john({ cutoff: 5, block: 9 }), written({ cutoff: pair(5), block: pair(9) }))
    kept(john({ cutoff: null, block: null }), written({ cutoff: pair(5, 2), block: pair(9, 2) }))
    expect(inForce()).toEqual({ user: pair(5), block: pair(9) })
    expect(overlay.sent(john({}))).toEqual({ cutoff: pair(5, 2), block: pair(9, 2) })
  })

  it('does not count if it was never sent', () => {
    const { overlay, inForce, kept } = setUp()
    kept(john({ cutoff: null, block: 9 }))
    expect([overlay.sent(john({})), inForce()]).toEqual([{}, { block: pair(9) }])
    kept(john({ block: null }), written({ block: pair(9, 2) }))
    expect([overlay.sent(john({})), inForce()]).toEqual([{ block: pair(9, 2) }, { block: pair(9) }])
  })

  it('that is still being written is not dropped by a failed one', () => {
    const { overlay, kept } = setUp()
    const undo = overlay.apply([john({ cutoff: null })])
    kept(john({ cutoff: 5 }))
    undo.number([written({ cutoff: pair(0, 4) })])
    expect(overlay.sent(john({})).cutoff).toEqual(pair(0, 4))
  })

  it.each<[string, RevocationState, number]>([
    ['covers it', { user: pair(9, 3) }, 0],
    ['has a smaller version', { user: pair(9, 1) }, 1],
    ['has nothing', {}, 1],
  ])('when a later change is stored and the store %s, leaves %d', (_name, state, left) => {
    const { overlay, kept } = setUp()
    kept(john({ cutoff: null }), written({ cutoff: pair(5, 2) }))
    overlay.apply([john({ cutoff: 9 })]).settle([state])
    expect(overlay.sent(john({}))).toEqual(left === 0 ? {} : { cutoff: pair(5, 2) })
  })
})

function cutoffOnly(change: Revocation): Revocation {
  return written({ cutoff: change.cutoff })
}
