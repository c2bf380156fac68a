import type { Revocation } from '@stream-token/core'
import { expect } from 'vitest'
import { block, cut, cutApp, FAR, pair, range, START } from './pairs.js'
import { expectState, pairsOf, type StoreCase, storeCase, writeEach } from './store-case.js'

const user = (at: number): string => `user_${at}`

/** What a write changes and returns. */
export const WRITE_CASES: readonly StoreCase[] = [
  storeCase('returns the state after each change, in order', async store => {
    await store.write([block('jane', 1)])
    const states = await store.write([cut('jane', 1), cutApp(3, START - 60), cut('john', 5)])
    expect(states).toHaveLength(3)
    const [jane, app, john] = states.map(pairsOf)
    expect(jane).toMatchObject({ user: pair(1), block: pair(1, FAR) })
    expect(app).toEqual({ app: pair(3, START - 60) })
    expect(john).toEqual({ user: pair(5), app: pair(3, START - 60) })
  }),
  storeCase('returns the state that is stored, not the change', async store => {
    await store.write([{ userId: 'john', cutoff: pair(3), block: pair(3, 'forever') }])
    await store.write([cutApp(3)])
    const states = await store.write([
      { userId: 'john', cutoff: pair(1, START + 60), block: pair(3, FAR) },
      cutApp(2),
    ])
    expect(states.map(pairsOf)).toEqual([
      { user: pair(3), app: pair(3), block: pair(3, 'forever') },
      { app: pair(3) },
    ])
  }),
  storeCase('returns the state after an undo', async store => {
    await store.write([{ userId: 'john', cutoff: pair(1), block: pair(1, FAR) }])
    const states = await store.write([cut('john', 2)])
    expect(states.map(pairsOf)).toEqual([{ user: pair(2), block: pair(1, FAR) }])
  }),
  storeCase('returns only user, app, block and floor', async store => {
    const change = { userId: 'john', cutoff: pair(1), block: pair(1, FAR) }
    const states = [await store.read('john'), ...(await store.write([change])), await store.read('john')]
    const members = states.flatMap(state => Object.keys(state))
    expect(members.filter(name => !['user', 'app', 'block', 'floor'].includes(name))).toEqual([])
    expect(states.map(state => Array.isArray(state) || state instanceof Map)).not.toContain(true)
  }),
  storeCase('shows a change in every later read once its write has resolved', async store => {
    for (const at of range(50)) {
      await store.write([cut('john', at), cutApp(at)])
      const reads = range(4).map(async turn => store.read('john', { fresh: turn % 2 === 0 }))
      const states = (await Promise.all(reads)).map(pairsOf)
      expect(states).toEqual(states.map(() => ({ user: pair(at), app: pair(at) })))
    }
  }),
  storeCase('accepts a write without changes', async store => {
    expect(await store.write([])).toEqual([])
  }),
  storeCase('accepts 2,000 changes in one write', async store => {
    const changes = range(2000).map(at => cut(user(at), 1, START + at / 1000))
    const states = await store.write(changes)
    expect(states.map(pairsOf)).toEqual(range(2000).map(at => ({ user: pair(1, START + at / 1000) })))
    for (const at of [0, 999, 1000, 1999])
      await expectState(store, user(at), { user: pair(1, START + at / 1000) })
  }),
  storeCase('merges several changes of one user in one write', async store => {
    const states = await store.write([
      cut('john', 1),
      cut('john', 3, START - 60),
      cut('john', 2),
      block('john', 1, 'forever'),
    ])
    const merged = { user: pair(3, START - 60), block: pair(1, 'forever') }
    expect(states).toHaveLength(4)
    expect(pairsOf(states[3])).toEqual(merged)
    await expectState(store, 'john', merged)
  }),
  storeCase('does not modify the caller’s changes', async store => {
    const changes: readonly Revocation[] = Object.freeze([
      Object.freeze({ userId: 'john', cutoff: Object.freeze(pair(1)) }),
      Object.freeze({ app: true, cutoff: Object.freeze(pair(1)) } as const),
    ])
    await store.write(changes)
    expect(changes).toEqual([cut('john', 1), cutApp(1)])
    await expectState(store, 'john', { user: pair(1), app: pair(1) })
  }),
  storeCase('does not change when a given or returned object is modified later', async store => {
    const given = pair(1)
    const [written] = await store.write([{ userId: 'john', cutoff: given }])
    const read = await store.read('john')
    for (const object of [given, written?.user, read.user])
      if (object !== undefined && !Object.isFrozen(object)) Reflect.set(object, 'version', 9)
    for (const state of [written, read])
      if (state !== undefined && !Object.isFrozen(state)) Reflect.set(state, 'user', pair(9))
    await expectState(store, 'john', { user: pair(1) })
  }),
  storeCase('does not report a cutoff as a floor', async store => {
    const { floor } = await store.read(undefined)
    await writeEach(store, cut('john', 1, FAR), cutApp(1, FAR), cutApp(2, FAR), cut('john', 2, FAR))
    for (const userId of ['john', 'jane', undefined]) {
      expect((await store.read(userId)).floor, userId).toEqual(floor)
      expect((await store.read(userId, { fresh: true })).floor, userId).toEqual(floor)
    }
  }),
]
