import { describe, expect, it } from 'vitest'
import type { Cutoffs, Revocation, StoreNotice } from '../../src/cutoffs/store.js'
import { memoryRevocationStore } from '../../src/index.js'
import { createMemoryStore } from '../../src/revocation/memory-store.js'
import { type Seeded, seeded } from '../fixture/seeded.js'

const HOSTILE_IDS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '-', '@']

describe('memoryRevocationStore', () => {
  it.each<[string, readonly Omit<Revocation & { userId: string }, 'userId'>[], Cutoffs]>([
    ['a later cutoff wins', [{ cutoff: 5 }, { cutoff: 7.5 }], { user: 7.5 }],
    ['an earlier cutoff changes nothing', [{ cutoff: 7.5 }, { cutoff: 5 }], { user: 7.5 }],
    ['null clears the cutoff', [{ cutoff: 5 }, { cutoff: null }], {}],
    ['after null an earlier cutoff counts', [{ cutoff: 5 }, { cutoff: null }, { cutoff: 2 }], { user: 2 }],
    ['a cutoff of 0 counts', [{ cutoff: 0 }], { user: 0 }],
    ['a longer block wins', [{ block: 9 }, { block: 4 }], { blockedUntil: 9 }],
    ['a permanent block wins', [{ block: 'forever' }, { block: 4 }], { blockedUntil: 'forever' }],
    ['null ends a block', [{ block: 'forever' }, { block: null }], {}],
    ['clearing a cutoff leaves the block', [{ cutoff: 5, block: 9 }, { cutoff: null }], { blockedUntil: 9 }],
    ['ending a block leaves the cutoff', [{ cutoff: 5, block: 9 }, { block: null }], { user: 5 }],
    ['an empty change changes nothing', [{ cutoff: 5, block: 9 }, {}], { user: 5, blockedUntil: 9 }],
  ])('%s', async (_name, changes, state) => {
    const store = memoryRevocationStore()
    let states: readonly Cutoffs[] = []
    for (const change of changes) states = await store.write([{ userId: 'john', ...change }])
    expect([states, await store.read('john')]).toEqual([[state], state])
    expect(await store.read('jane')).toEqual({})
  })

  it('merges the changes of overlapping calls in the order of the calls', async () => {
    const store = memoryRevocationStore()
    const cutoffs = [5, null, 3, 9, null, 4]
    const writes = cutoffs.map(cutoff => store.write([{ userId: 'john', cutoff }]))
    expect(await Promise.all(writes)).toEqual([
      [{ user: 5 }],
      [{}],
      [{ user: 3 }],
      [{ user: 9 }],
      [{}],
      [{ user: 4 }],
    ])
  })

  it('applies all changes of a call in order, and returns the states after the last one', async () => {
    const store = memoryRevocationStore()
    const changes: Revocation[] = [
      { userId: 'a', cutoff: 5 },
      { app: true, cutoff: 8 },
      { userId: 'b', block: 6 },
    ]
    expect(await store.write(changes)).toEqual([{ user: 5, app: 8 }, { app: 8 }, { app: 8, blockedUntil: 6 }])
  })

  it.each(HOSTILE_IDS)('treats %s as an ordinary user id', async userId => {
    const store = memoryRevocationStore()
    expect(await store.read(userId)).toEqual({})
    await store.write([{ userId, cutoff: 5, block: 'forever' }])
    expect(await store.read(userId)).toEqual({ user: 5, blockedUntil: 'forever' })
    expect(await store.read('john')).toEqual({})
    await store.write([{ userId, cutoff: null, block: null }])
    expect(await store.read(userId)).toEqual({})
  })

  it('notifies its watcher that it is in memory', () => {
    const notices: StoreNotice[] = []
    memoryRevocationStore().watch?.(notice => notices.push(notice))
    expect(notices).toEqual([{ type: 'store_is_memory' }])
  })
})

const ROUNDS = process.env.TEST_FULL === undefined ? 20 : 1000
const NONE = Number.NEGATIVE_INFINITY

/** The reference model: every cutoff and block, merged by the documented rules and never folded. */
function createModel() {
  const cutoffs = new Map<string, number>()
  const blocks = new Map<string, number | 'forever'>()
  let app: number | undefined
  return {
    write(change: Revocation) {
      const { cutoff, block } = change
      if (!('userId' in change)) {
        if (cutoff !== undefined) app = cutoff === null ? undefined : Math.max(app ?? cutoff, cutoff)
        return
      }
      if (cutoff === null) cutoffs.delete(change.userId)
      else if (cutoff !== undefined)
        cutoffs.set(change.userId, Math.max(cutoffs.get(change.userId) ?? cutoff, cutoff))
      if (block === null) blocks.delete(change.userId)
      else if (block === 'forever' || blocks.get(change.userId) === 'forever')
        blocks.set(change.userId, 'forever')
      else if (block !== undefined)
        blocks.set(change.userId, Math.max(Number(blocks.get(change.userId) ?? 0), block))
    },
    cutoff: (userId: string) => cutoffs.get(userId),
    block: (userId: string) => blocks.get(userId),
    app: () => app,
  }
}

function change({ below, pick }: Seeded): Revocation {
  const cutoff = pick([undefined, below(1000), below(1000) / 8, below(1000), null])
  if (below(10) === 0) return { app: true, cutoff: cutoff ?? null }
  const block = pick([undefined, undefined, below(1000), 'forever' as const, null])
  return {
    userId: `user-${below(60)}`,
    ...(cutoff !== undefined && { cutoff }),
    ...(block !== undefined && { block }),
  }
}

describe('createMemoryStore', () => {
  const users = Array.from({ length: 60 }, (_, at) => `user-${at}`)

  it.each([1, 2, 7, 20])('with room for %d users loses no cutoff and no block', async maxUsers => {
    const errors: string[] = []
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const random = seeded(seed)
      const store = createMemoryStore(maxUsers)
      const model = createModel()
      let floor = NONE
      for (let step = 0; step < 150; step++) {
        const next = change(random)
        const [state] = await store.write([next])
        model.write(next)
        const check = (holds: boolean, what: string): void => {
          if (!holds) errors.push(`${what}: seed ${seed}, step ${step}, ${JSON.stringify(next)}`)
        }
        for (const userId of users) {
          const { user = NONE, app = NONE, blockedUntil } = await store.read(userId)
          const least = Math.max(model.cutoff(userId) ?? NONE, model.app() ?? NONE, floor)
          check(Math.max(user, app) >= least, `cutoff of ${userId}`)
          check(blockedUntil === model.block(userId), `block of ${userId}`)
        }
        // The state of a user who was just revoked always includes a cutoff.
        if ('userId' in next && typeof next.cutoff === 'number')
          check((state?.user ?? NONE) >= next.cutoff, 'state')
        if ('userId' in next && next.cutoff === null) check(state?.user === undefined, 'undo')
        if (model.app() === undefined) floor = (await store.read('nobody')).app ?? NONE
      }
    }
    expect(errors).toEqual([])
  })

  it('folds the oldest cutoffs into one for all users, which no undo lowers, and notifies its watcher', async () => {
    const notices: StoreNotice[] = []
    const store = createMemoryStore(10)
    store.watch?.(notice => notices.push(notice))
    for (let at = 1; at <= 11; at++) await store.write([{ userId: `user-${at}`, cutoff: at * 10 }])
    expect(notices).toEqual([{ type: 'store_is_memory' }, { type: 'store_folded', users: 2 }])
    expect(await store.read('nobody')).toMatchObject({ app: 20 })
    await store.write([
      { userId: 'user-1', cutoff: null },
      { app: true, cutoff: null },
    ])
    expect(await store.read('user-1')).toEqual({ app: 20 })
    expect(await store.read('user-11')).toEqual({ user: 110, app: 20 })
  })

  it('does not lower a folded cutoff with an earlier date', async () => {
    const store = createMemoryStore(1)
    await store.write([{ userId: 'a', cutoff: 50 }])
    await store.write([{ userId: 'b', cutoff: 60 }])
    const [state] = await store.write([{ userId: 'a', cutoff: 10 }])
    expect(state?.user).toBeGreaterThanOrEqual(50)
  })

  it('keeps to its limit if one call exceeds it', async () => {
    const notices: StoreNotice[] = []
    const store = createMemoryStore(10)
    store.watch?.(notice => notices.push(notice))
    await store.write(users.map((userId, at) => ({ userId, cutoff: at })))
    const folded = notices.map(notice => (notice.type === 'store_folded' ? notice.users : 0))
    expect(folded.reduce((one, other) => one + other)).toBeGreaterThanOrEqual(50)
  })
})
