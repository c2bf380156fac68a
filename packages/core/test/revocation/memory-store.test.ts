import { describe, expect, it } from 'vitest'
import type {
  Revocation,
  RevocationState,
  RevocationStore,
  StoreNotice,
  Versioned,
} from '../../src/cutoffs/store.js'
import { inForce, larger } from '../../src/cutoffs/versioned.js'
import { memoryRevocationStore } from '../../src/index.js'
import { createMemoryStore } from '../../src/revocation/memory-store.js'
import { type Seeded, seeded } from '../fixture/seeded.js'
import { pair } from '../fixture/store-doubles.js'

const HOSTILE_IDS = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '-', '@']

const john = (change: Omit<Revocation, 'userId' | 'app'>): Revocation => ({ userId: 'john', ...change })

/** Opens a store, and collects its notices. */
function noticesOf(store: RevocationStore): StoreNotice[] {
  const notices: StoreNotice[] = []
  store.open?.({ apiKey: 'key', clock: () => 0, notify: notice => notices.push(notice) })
  return notices
}

describe('memoryRevocationStore', () => {
  it.each<[string, readonly Omit<Revocation, 'userId' | 'app'>[], RevocationState]>([
    ['a larger version wins', [{ cutoff: pair(7) }, { cutoff: pair(5, 2) }], { user: pair(5, 2) }],
    [
      'a smaller version changes nothing',
      [{ cutoff: pair(5, 2) }, { cutoff: pair(7) }],
      { user: pair(5, 2) },
    ],
    [
      'of one version the later value wins',
      [{ cutoff: pair(5) }, { cutoff: pair(7.5) }],
      { user: pair(7.5) },
    ],
    ['an earlier value changes nothing', [{ cutoff: pair(7.5) }, { cutoff: pair(5) }], { user: pair(7.5) }],
    ['a repeated pair changes nothing', [{ cutoff: pair(5) }, { cutoff: pair(5) }], { user: pair(5) }],
    ['a cutoff of 0 counts', [{ cutoff: pair(0) }], { user: pair(0) }],
    ['an undo of nothing is kept', [{ cutoff: pair(0, 0) }], { user: pair(0, 0) }],
    [
      'forever is the longest block',
      [{ block: pair('forever') }, { block: pair(4) }],
      { block: pair('forever') },
    ],
    ['a later version ends it', [{ block: pair('forever') }, { block: pair(4, 2) }], { block: pair(4, 2) }],
    [
      'a cutoff leaves the block',
      [{ cutoff: pair(5), block: pair(9) }, { cutoff: pair(5, 2) }],
      { user: pair(5, 2), block: pair(9) },
    ],
    [
      'a block leaves the cutoff',
      [{ cutoff: pair(5), block: pair(9) }, { block: pair(9, 2) }],
      { user: pair(5), block: pair(9, 2) },
    ],
    ['an empty change changes nothing', [{ cutoff: pair(5) }, {}], { user: pair(5) }],
  ])('%s', async (_name, changes, state) => {
    const store = memoryRevocationStore()
    let states: readonly RevocationState[] = []
    for (const change of changes) states = await store.write([john(change)])
    expect([states, await store.read('john'), await store.read('john', { fresh: true })]).toEqual([
      [state],
      state,
      state,
    ])
    expect([await store.read('jane'), await store.read(undefined)]).toEqual([{}, {}])
  })

  it('keeps the larger pair of the app, and shows it to everybody', async () => {
    const store = memoryRevocationStore()
    for (const one of [pair(5), pair(7), pair(6), pair(1, 2), pair(9)])
      await store.write([{ app: true, cutoff: one }])
    expect([await store.read('john'), await store.read(undefined)]).toEqual([
      { app: pair(1, 2) },
      { app: pair(1, 2) },
    ])
  })

  it('applies all changes of a call in order, and returns the states after the last one', async () => {
    const store = memoryRevocationStore()
    const changes: Revocation[] = [
      { userId: 'a', cutoff: pair(5) },
      { app: true, cutoff: pair(8) },
      { userId: 'b', block: pair(6) },
    ]
    expect(await store.write(changes)).toEqual([
      { user: pair(5), app: pair(8) },
      { app: pair(8) },
      { app: pair(8), block: pair(6) },
    ])
  })

  it('ends in the same state whatever the order of the writes', async () => {
    const { below, pick } = seeded(7)
    const changes = Array.from({ length: 200 }, () => change({ below, pick } as Seeded))
    const shuffled = [...changes].sort(() => below(3) - 1)
    const [one, other] = [memoryRevocationStore(), memoryRevocationStore()]
    for (const each of changes) await one.write([each])
    for (const each of [...shuffled, ...changes.slice(0, 50)]) await other.write([each])
    for (const id of [undefined, ...USERS]) expect(await other.read(id)).toEqual(await one.read(id))
  })

  it.each(HOSTILE_IDS)('treats %s as an ordinary user id', async userId => {
    const store = memoryRevocationStore()
    expect(await store.read(userId)).toEqual({})
    await store.write([{ userId, cutoff: pair(5), block: pair('forever') }])
    expect(await store.read(userId)).toEqual({ user: pair(5), block: pair('forever') })
    expect(await store.read('john')).toEqual({})
  })

  it('is not changed by the caller afterwards', async () => {
    const store = memoryRevocationStore()
    const given = { version: 1, value: 5 }
    const [state] = await store.write([john({ cutoff: given })])
    given.version = 9
    expect(() => Object.assign(state?.user ?? {}, { version: 9 })).toThrow(TypeError)
    expect(await store.read('john')).toEqual({ user: pair(5) })
  })

  it('returns the same frozen object for nearly every user', async () => {
    const store = memoryRevocationStore()
    expect(store.read('john')).toBe(store.read('jane'))
    expect(Object.isFrozen(store.read('john'))).toBe(true)
  })

  it('reports that it is in memory when it is opened', () => {
    expect(noticesOf(memoryRevocationStore())).toEqual([{ type: 'store_is_memory' }])
  })
})

const ROUNDS = process.env.TEST_FULL === undefined ? 20 : 1000
const USERS = Array.from({ length: 60 }, (_, at) => `user-${at}`)

function change({ below, pick }: Seeded): Revocation {
  const some = (values: readonly Versioned['value'][]): Versioned | undefined =>
    pick([undefined, pair(pick(values), below(4)), pair(pick(values), 1)])
  const cutoff = some([below(1000), below(1000) / 8])
  if (below(10) === 0) return { app: true, ...(cutoff !== undefined && { cutoff }) }
  const block = below(2) === 0 ? some([below(1000), 'forever']) : undefined
  return {
    userId: `user-${below(60)}`,
    ...(cutoff !== undefined && { cutoff }),
    ...(block !== undefined && { block }),
  }
}

/** The reference model: every pair, never folded. */
function createModel() {
  const cutoffs = new Map<string, Versioned>()
  const blocks = new Map<string, Versioned>()
  const keep = (pairs: Map<string, Versioned>, key: string, one: Versioned | undefined): void => {
    const kept = larger(pairs.get(key), one)
    if (kept !== undefined) pairs.set(key, kept)
  }
  return {
    write(one: Revocation) {
      if (!('userId' in one)) return keep(cutoffs, ' app', one.cutoff)
      keep(cutoffs, one.userId, one.cutoff)
      keep(blocks, one.userId, one.block)
    },
    cutoff: (userId: string) => cutoffs.get(userId),
    app: () => cutoffs.get(' app'),
    block: (userId: string) => blocks.get(userId),
  }
}

const dateOf = (one: Versioned | undefined): number => Number(inForce(one) ?? Number.NEGATIVE_INFINITY)

describe('createMemoryStore', () => {
  it.each([1, 2, 7, 20])('with room for %d users loses no cutoff and no block', async maxUsers => {
    const errors: string[] = []
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const random = seeded(seed)
      const store = createMemoryStore(maxUsers)
      const model = createModel()
      let lowest = Number.NEGATIVE_INFINITY
      for (let step = 0; step < 150; step++) {
        const next = change(random)
        const [state = {}] = await store.write([next])
        model.write(next)
        const check = (holds: boolean, what: string): void => {
          if (!holds) errors.push(`${what}: seed ${seed}, step ${step}, ${JSON.stringify(next)}`)
        }
        for (const userId of USERS) {
          const { user, app, block, floor = Number.NEGATIVE_INFINITY } = await store.read(userId)
          const least = dateOf(model.cutoff(userId))
          // A pair that was folded may come back with an older version: the floor holds all the same.
          check(Math.max(dateOf(user), floor) >= least, `cutoff of ${userId}`)
          check(dateOf(app) === dateOf(model.app()), 'app')
          check(JSON.stringify(block) === JSON.stringify(model.block(userId)), `block of ${userId}`)
          check(floor >= lowest, 'floor')
          lowest = Math.max(lowest, floor)
        }
        // The state of a change always covers it, even if it was folded at once.
        const target = 'userId' in next ? state.user : state.app
        check(larger(target, next.cutoff) === target, 'state')
      }
    }
    expect(errors).toEqual([])
  })

  it('folds the oldest cutoffs into the floor, which no undo lowers, and reports it', async () => {
    const store = createMemoryStore(10)
    const notices = noticesOf(store)
    for (let at = 1; at <= 10; at++) await store.write([{ userId: `user-${at}`, cutoff: pair(at * 10) }])
    expect([notices.length, await store.read('nobody')]).toEqual([1, {}])
    await store.write([{ userId: 'user-11', cutoff: pair(110) }])
    expect(notices).toEqual([{ type: 'store_is_memory' }, { type: 'store_folded', users: 2 }])
    expect(await store.read('nobody')).toEqual({ floor: 20 })
    expect(await store.read(undefined)).toEqual({ floor: 20 })
    await store.write([{ app: true, cutoff: pair(0, 2) }])
    expect(await store.read('user-2')).toEqual({ app: pair(0, 2), floor: 20 })
    expect(await store.read('user-3')).toEqual({ user: pair(30), app: pair(0, 2), floor: 20 })
  })

  it('does not lower the floor when it folds again', async () => {
    const store = createMemoryStore(1)
    for (const [at, value] of [50, 60, 10, 11].entries())
      await store.write([{ userId: `user-${at}`, cutoff: pair(value) }])
    expect(await store.read('nobody')).toEqual({ floor: 50 })
  })

  it('returns the state with a change that it folds at once: the floor holds it', async () => {
    const store = createMemoryStore(2)
    for (const value of [50, 60]) await store.write([{ userId: `user-${value}`, cutoff: pair(value) }])
    expect(await store.write([john({ cutoff: pair(5) })])).toEqual([{ user: pair(5) }])
    expect(await store.read('john')).toEqual({ floor: 5 })
  })

  it('keeps blocks, and does not count them', async () => {
    const store = createMemoryStore(2)
    await store.write(USERS.map(userId => ({ userId, block: pair('forever') })))
    await store.write([john({ cutoff: pair(5) })])
    expect(await store.read('user-0')).toEqual({ block: pair('forever') })
    expect(await store.read('john')).toEqual({ user: pair(5) })
  })

  it('keeps to its limit if one call exceeds it', async () => {
    const store = createMemoryStore(10)
    const notices = noticesOf(store)
    await store.write(USERS.map((userId, at) => ({ userId, cutoff: pair(at) })))
    const folded = notices.map(notice => (notice.type === 'store_folded' ? notice.users : 0))
    expect(folded.reduce((one, other) => one + other)).toBeGreaterThanOrEqual(50)
    const kept = await Promise.all(USERS.map(async userId => (await store.read(userId)).user))
    expect(kept.filter(one => one !== undefined).length).toBeLessThanOrEqual(10)
  })

  it('folds about a tenth of many cutoffs, by a sample', async () => {
    const store = createMemoryStore(10_000)
    const notices = noticesOf(store)
    const { below } = seeded(3)
    await store.write(
      Array.from({ length: 10_001 }, (_, at) => ({ userId: `user-${at}`, cutoff: pair(below(1_000_000)) })),
    )
    expect(notices).toHaveLength(2)
    const [, folded] = notices
    const users = folded?.type === 'store_folded' ? folded.users : 0
    expect(users).toBeGreaterThan(800)
    expect(users).toBeLessThan(1200)
  })

  it('works before it is opened, also when it folds', async () => {
    const store = createMemoryStore(1)
    await store.write(['a', 'b'].map(userId => ({ userId, cutoff: pair(5) })))
    expect(await store.read('a')).toEqual({ floor: 5 })
  })
})
