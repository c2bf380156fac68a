import type { Revocation } from '@stream-token/core'
import { expect } from 'vitest'
import { expectState, FAR, inForce, newPlace, START, type StoreCase, storeCase } from './store-case.js'

const user = (at: number): string => `user_${at}`

/** What a write changes and returns. */
export const WRITE_CASES: readonly StoreCase[] = [
  storeCase('returns the state after each change, in order', async store => {
    await store.write([{ userId: 'jane', block: FAR }])
    const states = await store.write([
      { userId: 'jane', cutoff: START },
      { app: true, cutoff: START - 60 },
      { userId: 'john', cutoff: START + 1 },
    ])
    const [jane, app, john] = states.map(inForce)
    expect(states).toHaveLength(3)
    expect(jane).toMatchObject({ user: START, blockedUntil: FAR })
    expect(app).toEqual({ app: START - 60 })
    expect(john).toEqual({ user: START + 1, app: START - 60 })
  }),
  storeCase('returns the state in force, not the change', async store => {
    await store.write([{ userId: 'john', cutoff: START, block: 'forever' }])
    const states = await store.write([{ userId: 'john', cutoff: START - 60, block: FAR }])
    expect(states.map(inForce)).toEqual([{ user: START, blockedUntil: 'forever' }])
  }),
  storeCase('returns the state after an undo', async store => {
    await store.write([{ userId: 'john', cutoff: START, block: FAR }])
    const states = await store.write([{ userId: 'john', cutoff: null }])
    expect(states.map(inForce)).toEqual([{ blockedUntil: FAR }])
  }),
  storeCase('returns only user, app and blockedUntil', async store => {
    const change = { userId: 'john', cutoff: START, block: FAR }
    const states = [await store.read('john'), ...(await store.write([change])), await store.read('john')]
    const members = states.flatMap(state => Object.keys(state))
    expect(members.filter(name => !['user', 'app', 'blockedUntil'].includes(name))).toEqual([])
    expect(states.map(state => Array.isArray(state) || state instanceof Map)).not.toContain(true)
  }),
  storeCase('accepts a write without changes', async store => {
    expect(await store.write([])).toEqual([])
  }),
  storeCase('accepts 2,000 changes in one write', async store => {
    const changes = Array.from({ length: 2000 }, (_, at) => ({ userId: user(at), cutoff: START + at / 1000 }))
    const states = await store.write(changes)
    expect(states.map(inForce)).toEqual(changes.map(({ cutoff }) => ({ user: cutoff })))
    for (const at of [0, 999, 1000, 1999]) await expectState(store, user(at), { user: START + at / 1000 })
  }),
  storeCase('applies several changes of one user in one write in order', async store => {
    const states = await store.write([
      { userId: 'john', cutoff: START },
      { userId: 'john', cutoff: null },
      { userId: 'john', cutoff: START - 60 },
      { userId: 'john', block: 'forever' },
    ])
    expect(states).toHaveLength(4)
    expect(states.slice(-1).map(inForce)).toEqual([{ user: START - 60, blockedUntil: 'forever' }])
    await expectState(store, 'john', { user: START - 60, blockedUntil: 'forever' })
  }),
  storeCase('does not modify the caller’s changes', async store => {
    const changes: readonly Revocation[] = Object.freeze([
      Object.freeze({ userId: 'john', cutoff: START }),
      Object.freeze({ app: true, cutoff: START - 60 } as const),
    ])
    await store.write(changes)
    expect(changes).toEqual([
      { userId: 'john', cutoff: START },
      { app: true, cutoff: START - 60 },
    ])
    await expectState(store, 'john', { user: START, app: START - 60 })
  }),
  storeCase('does not change when a returned state is modified', async store => {
    const [written] = await store.write([{ userId: 'john', cutoff: START }])
    for (const state of [written, await store.read('john')]) {
      if (state !== undefined && !Object.isFrozen(state)) Reflect.set(state, 'user', START - 60)
    }
    await expectState(store, 'john', { user: START })
  }),
  {
    rule: 'can be closed twice, if it has a close method',
    async check(open) {
      const store = await open(newPlace())
      await store.write([{ userId: 'john', cutoff: START }])
      await store.close?.()
      await store.close?.()
    },
  },
]

/** Rules only for stores that persist their data. */
export const DURABLE_CASES: readonly StoreCase[] = [
  {
    rule: 'keeps resolved writes when it is opened again',
    async check(open) {
      const place = newPlace()
      const before = await open(place)
      await before.write([
        { userId: 'john', cutoff: START + 0.5, block: 'forever' },
        { userId: 'jane', cutoff: START },
        { app: true, cutoff: START - 60 },
      ])
      await before.write([{ userId: 'jane', cutoff: null }])
      await before.close?.()
      const after = await open(place)
      await expectState(after, 'john', { user: START + 0.5, app: START - 60, blockedUntil: 'forever' })
      await expectState(after, 'jane', { app: START - 60 })
      await after.close?.()
    },
  },
]
