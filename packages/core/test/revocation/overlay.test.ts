import { describe, expect, it } from 'vitest'
import type { Cutoffs, Revocation } from '../../src/cutoffs/store.js'
import { createOverlay, withLayer } from '../../src/revocation/overlay.js'

/** An overlay with pending revocations, and what it puts in force if the store is empty. */
function setUp(...pending: Revocation[]) {
  const overlay = createOverlay()
  for (const change of pending) overlay.apply([change])
  const inForce = (userId = 'john'): Cutoffs => withLayer({}, overlay.layer(userId))
  return { overlay, inForce }
}

const john = (change: Omit<Revocation, 'userId' | 'app'>): Revocation => ({ userId: 'john', ...change })

describe('createOverlay', () => {
  it('puts the latest pending cutoffs of the user and of the app in force', () => {
    const { inForce } = setUp(
      john({ cutoff: 5 }),
      john({ cutoff: 9, block: 20 }),
      john({ cutoff: 7, block: 30 }),
      {
        app: true,
        cutoff: 6,
      },
    )
    expect(inForce()).toEqual({ user: 9, app: 6, blockedUntil: 30 })
    expect(inForce('jane')).toEqual({ app: 6 })
  })

  it('does not apply a pending undo', () => {
    const { inForce } = setUp(john({ cutoff: 5, block: 9 }), john({ cutoff: null }), john({ block: null }))
    expect(inForce()).toEqual({ user: 5, blockedUntil: 9 })
  })

  it('removes what is released, and nothing else', () => {
    const { overlay, inForce } = setUp(john({ cutoff: 5 }))
    const { release } = overlay.apply([
      john({ cutoff: 9 }),
      { app: true, cutoff: 4 },
      { userId: 'jane', cutoff: 3 },
    ])
    overlay.apply([john({ cutoff: 7 })])
    release()
    release()
    expect([inForce(), inForce('jane')]).toEqual([{ user: 7 }, {}])
  })

  it('drops a kept revocation that a later one covers', () => {
    const { overlay, inForce } = setUp()
    for (let at = 0; at < 1000; at++) overlay.apply([john({ cutoff: at, block: 'forever' })]).keep()
    expect([overlay.layer('john').user.length, inForce()]).toEqual([
      1,
      { user: 999, blockedUntil: 'forever' },
    ])
    for (let at = 1000; at < 2000; at++) overlay.apply([john({ cutoff: at })]).keep()
    expect([overlay.layer('john').user.length, inForce()]).toEqual([
      2,
      { user: 1999, blockedUntil: 'forever' },
    ])
  })

  it('ends a kept block by a later undo, whatever was revoked meanwhile', () => {
    const { overlay, inForce } = setUp()
    overlay.apply([john({ cutoff: 5, block: 'forever' })]).keep()
    const mark = overlay.mark()
    overlay.apply([john({ cutoff: 4 })]).keep()
    overlay.settle([john({ cutoff: null, block: null })], [{}], mark)
    expect(inForce()).toEqual({ user: 4 })
  })

  it('separates kept revocations from pending ones, and ends them only by a later change', () => {
    const { overlay, inForce } = setUp()
    overlay.apply([john({ cutoff: 5 })]).keep()
    const mark = overlay.mark()
    const { release, keep } = overlay.apply([john({ cutoff: 9 })])
    overlay.apply([john({ cutoff: 4 })]).keep()
    release()
    keep()
    expect(inForce()).toEqual({ user: 5 })
    overlay.settle([john({ cutoff: null })], [{}], mark)
    expect(inForce()).toEqual({ user: 4 })
    overlay.settle([john({ cutoff: null })], [{}], overlay.mark())
    expect(inForce()).toEqual({})
  })

  it('keeps revocations of the app, and of each user of a batch', () => {
    const { overlay, inForce } = setUp()
    for (const cutoff of [3, 5, 8])
      overlay.apply([{ app: true, cutoff }, john({ cutoff: cutoff + 1 }), { userId: 'jane', cutoff }]).keep()
    expect([overlay.layer('john').app.length, inForce(), inForce('jane')]).toEqual([
      1,
      { user: 9, app: 8 },
      { user: 8, app: 8 },
    ])
  })

  it('returns a layer that does not change afterwards', () => {
    const { overlay } = setUp()
    const { release } = overlay.apply([john({ cutoff: 5 })])
    const [before, empty] = [overlay.layer('john'), overlay.layer('jane')]
    release()
    overlay.apply([{ userId: 'jane', cutoff: 8 }])
    expect([withLayer({}, before), withLayer({ user: 1 }, empty)]).toEqual([{ user: 5 }, { user: 1 }])
  })

  it.each<[string, Revocation, Cutoffs, Cutoffs]>([
    ['an undo ends the revocation and not the block', john({ cutoff: null }), {}, { blockedUntil: 20 }],
    ['an unblock ends the block and not the revocation', john({ block: null }), {}, { user: 9 }],
    ['an undo with an unblock ends both', john({ cutoff: null, block: null }), {}, {}],
    ['an equal cutoff ends the revocation', john({ cutoff: 9 }), { user: 9 }, { blockedUntil: 20 }],
    ['a later cutoff ends the revocation', john({ cutoff: 9.5 }), { user: 9.5 }, { blockedUntil: 20 }],
    ['an earlier cutoff ends nothing', john({ cutoff: 8 }), { user: 8 }, { user: 9, blockedUntil: 20 }],
    [
      'a cutoff of the app ends nothing',
      john({ cutoff: 8 }),
      { user: 8, app: 99 },
      { user: 9, blockedUntil: 20 },
    ],
    ['an equally long block ends the block', john({ block: 20 }), { blockedUntil: 20 }, { user: 9 }],
    [
      'a permanent block ends the block',
      john({ block: 'forever' }),
      { blockedUntil: 'forever' },
      { user: 9 },
    ],
    [
      'a shorter block ends nothing',
      john({ block: 19 }),
      { blockedUntil: 19 },
      { user: 9, blockedUntil: 20 },
    ],
    [
      'a change of another user ends nothing',
      { userId: 'jane', cutoff: null },
      {},
      { user: 9, blockedUntil: 20 },
    ],
    ['an undo of the app ends nothing', { app: true, cutoff: null }, {}, { user: 9, blockedUntil: 20 }],
  ])('once stored, %s', (_name, stored, state, left) => {
    const { overlay, inForce } = setUp(john({ cutoff: 9, block: 20 }))
    overlay.settle([stored], [state], overlay.mark())
    expect(inForce()).toEqual(left)
  })

  it('ends nothing that came after the stored change', () => {
    const { overlay, inForce } = setUp(john({ cutoff: 5 }), { app: true, cutoff: 5 })
    const mark = overlay.mark()
    overlay.apply([john({ cutoff: 7 }), { app: true, cutoff: 7 }])
    const undo: Revocation[] = [john({ cutoff: null }), { app: true, cutoff: null }]
    overlay.settle(undo, [{}, {}], mark)
    expect(inForce()).toEqual({ user: 7, app: 7 })
    overlay.settle(undo, [{}, {}], overlay.mark())
    expect(inForce()).toEqual({})
  })
})
