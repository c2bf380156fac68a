import type { RevocationStore } from '@stream-token/core'
import { expect, vi } from 'vitest'
import { block, cut, cutApp, FAR, pair, range, START } from './pairs.js'
import { expectState, newPlace, openAt, pairsOf, type StoreCase } from './store-case.js'

/** How long a store's copy may be behind another writer, in milliseconds. */
const LAG = 3000

/** Rules only for stores that several instances share: two stores are open at one place at the same time. */
export const SHARED_CASES: readonly StoreCase[] = [
  sharedCase('has the same name at one place, and another name at another', async (one, other, open) => {
    const elsewhere = await open(newPlace())
    expect(one.name).toEqual(expect.stringMatching(/./))
    expect(other.name).toBe(one.name)
    expect(elsewhere.name).not.toBe(one.name)
    await elsewhere.close?.()
  }),
  sharedCase('shows the write of another instance in a fresh read at once', async (one, other) => {
    for (const at of range(10)) {
      const [writer, reader] = at % 2 === 0 ? [one, other] : [other, one]
      await writer.write([{ userId: 'john', cutoff: pair(at), block: pair(at, FAR) }, cutApp(at)])
      const state = { user: pair(at), app: pair(at), block: pair(at, FAR) }
      expect(pairsOf(await reader.read('john', { fresh: true }))).toEqual(state)
      expect(pairsOf(await reader.read(undefined, { fresh: true }))).toEqual({ app: pair(at) })
    }
  }),
  sharedCase(
    `shows the write of another instance in every read within ${LAG / 1000} s`,
    async (one, other) => {
      expect(pairsOf(await other.read('john'))).toEqual({})
      await one.write([cut('john', 1), cutApp(1)])
      await vi.waitFor(
        async () => expect(pairsOf(await other.read('john'))).toEqual({ user: pair(1), app: pair(1) }),
        { timeout: LAG, interval: 20 },
      )
    },
  ),
  sharedCase('keeps the writes of both instances', async (one, other) => {
    await Promise.all(
      range(100).map(at => (at % 2 === 0 ? one : other).write([cut(`user_${at}`, 1, START + at)])),
    )
    for (const at of range(100))
      for (const store of [one, other])
        expect(pairsOf(await store.read(`user_${at}`, { fresh: true }))).toEqual({
          user: pair(1, START + at),
        })
  }),
  sharedCase('keeps a cutoff of one instance and a block of another', async (one, other) => {
    await Promise.all([one.write([cut('john', 1)]), other.write([block('john', 1)])])
    const state = { user: pair(1), block: pair(1, FAR) }
    for (const store of [one, other])
      expect(pairsOf(await store.read('john', { fresh: true }))).toEqual(state)
  }),
  sharedCase('returns the larger pair of another instance from a write', async (one, other) => {
    await one.write([cut('john', 3)])
    const states = await other.write([cut('john', 2, START + 60)])
    expect(states.map(pairsOf)).toEqual([{ user: pair(3) }])
    await expectState(other, 'john', { user: pair(3) })
  }),
  sharedCase(
    'does not let an undo of one instance clear a newer revocation of another',
    async (one, other) => {
      for (const at of range(10)) {
        const userId = `user_${at}`
        await one.write([cut(userId, 1)])
        const undo = () => one.write([cut(userId, 2)])
        const revoke = () => other.write([cut(userId, 3, START - 60)])
        await Promise.all((at % 2 === 0 ? [undo, revoke] : [revoke, undo]).map(write => write()))
        for (const store of [one, other])
          expect(pairsOf(await store.read(userId, { fresh: true }))).toEqual({ user: pair(3, START - 60) })
      }
    },
  ),
]

/** Creates a rule that is checked on two stores at one new place. */
function sharedCase(
  rule: string,
  check: (
    one: RevocationStore,
    other: RevocationStore,
    openElse: (place: string) => Promise<RevocationStore>,
  ) => Promise<void>,
): StoreCase {
  return {
    rule,
    async check(open) {
      const place = newPlace()
      const [one, other] = [await openAt(open, place), await openAt(open, place)]
      try {
        await check(one, other, elsewhere => openAt(open, elsewhere))
      } finally {
        await one.close?.()
        await other.close?.()
      }
    },
  }
}
