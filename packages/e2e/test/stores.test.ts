import { type OpenStore, STORE_CASES, type StoreCase, storeSuite } from '@stream-token/conformance'
import { type Cutoffs, memoryRevocationStore } from '@stream-token/core'
import { describe, expect, it } from 'vitest'
import { type Steps, storeWith } from './store-with.js'

storeSuite('memory', () => memoryRevocationStore())

/** Storage that outlives its stores, by place. */
const disks = new Map<string, Map<string, Cutoffs>>()
const disk = (place: string): Map<string, Cutoffs> => {
  const kept = disks.get(place) ?? new Map()
  disks.set(place, kept)
  return kept
}
storeSuite('plain', place => storeWith({}, disk(place)), { durable: true })

const cases = [...STORE_CASES.values()].flat()

function caseOf(rule: string): StoreCase {
  const found = cases.find(one => one.rule === rule)
  if (found === undefined) throw new Error(`There is no rule "${rule}".`)
  return found
}

const replacing = (steps: Partial<Steps>): OpenStore => {
  return () => storeWith(steps)
}

/** Delays every write a little less than the one before, so that calls overtake each other. */
function overtaking(): OpenStore {
  let wait = 100
  return replacing({
    async turn(write) {
      for (let left = wait--; left > 0; left--) await null
      write()
    },
  })
}

/** Reads everything, waits, and writes everything, as with a single file. Writes in between are lost. */
function readModifyWrite(): OpenStore {
  return () => {
    const kept = new Map<string, Cutoffs>()
    return {
      read: async userId => kept.get(userId) ?? {},
      async write(changes) {
        const whole = new Map(kept)
        await null
        const states = await storeWith({ key: userId => userId }, whole).write(changes)
        kept.clear()
        for (const [key, state] of whole) kept.set(key, state)
        return states
      },
    }
  }
}

/** Resolves before it has written. */
function writeBehind(): OpenStore {
  return replacing({
    async turn(write) {
      setImmediate(write)
    },
  })
}

/** Keeps users in a plain object, so that ids also match properties of its prototype. */
function plainObject(): OpenStore {
  return () => {
    const kept: Record<string, Cutoffs> = {}
    return {
      read: userId => kept[userId] ?? {},
      async write(changes) {
        return changes.map(change => {
          const { cutoff } = change
          if (!('userId' in change) || cutoff === undefined || cutoff === null) return {}
          kept[change.userId] = { user: cutoff }
          return { user: cutoff }
        })
      },
    }
  }
}

/** Writes the two parts of a change separately. */
const inHalves: OpenStore = () => {
  const whole = storeWith()
  return {
    ...whole,
    async write(changes) {
      await whole.write(changes.map(({ block: _block, ...rest }) => rest))
      return whole.write(changes.map(({ cutoff: _cutoff, ...rest }) => rest))
    },
  }
}

/** Keeps the cutoff of the app as the cutoff of a user. */
const appAsUser: OpenStore = () => {
  const users = storeWith()
  return {
    async read(userId) {
      const [own, { user: app }] = await Promise.all([users.read(userId), users.read('app')])
      return { ...own, ...(app !== undefined && { app }) }
    },
    write: changes =>
      users.write(changes.map(change => ('userId' in change ? change : { ...change, userId: 'app' }))),
  }
}

/** Stores that each break one rule, in ways seen in real stores. */
const broken: readonly { readonly does: string; readonly breaks: string; readonly open: OpenStore }[] = [
  {
    does: 'lets the last write win',
    breaks: 'never replaces a cutoff by an earlier one',
    open: replacing({ laterCutoff: (_kept, given) => given }),
  },
  {
    does: 'lets the first write win',
    breaks: 'replaces a cutoff by a later one',
    open: replacing({ laterCutoff: (kept, given) => (kept === -Infinity ? given : kept) }),
  },
  {
    does: 'ignores an undo',
    breaks: 'clears a cutoff with null',
    open: replacing({ withoutCutoff: kept => kept }),
  },
  {
    does: 'keeps whole seconds',
    breaks: 'keeps a fraction of a second exactly',
    open: replacing({ keep: Math.floor }),
  },
  {
    does: 'keeps tenths of a second',
    breaks: 'distinguishes cutoffs that differ by a millisecond',
    open: replacing({ keep: cutoff => Math.round(cutoff * 10) / 10 }),
  },
  {
    does: 'treats 0 as no cutoff',
    breaks: 'keeps a cutoff of 0',
    open: replacing({ result: ({ user, ...rest }) => ({ ...rest, ...(user && { user }) }) }),
  },
  {
    does: 'keeps only unsigned numbers',
    breaks: 'keeps a cutoff before 1970',
    open: replacing({ keep: cutoff => Math.max(cutoff, 0) }),
  },
  {
    does: 'treats a date as longer than forever',
    breaks: "treats 'forever' as longer than any date",
    open: replacing({ longerBlock: (_kept, given) => given }),
  },
  {
    does: 'ignores the end of a block',
    breaks: 'ends a block with null',
    open: replacing({ withoutBlock: kept => kept }),
  },
  {
    does: 'deletes the row of a user on an undo',
    breaks: 'keeps the block when the cutoff is cleared',
    open: replacing({ withoutCutoff: () => ({}) }),
  },
  {
    does: 'deletes the row of a user when the block ends',
    breaks: 'keeps the cutoff when the block is ended',
    open: replacing({ withoutBlock: () => ({}) }),
  },
  {
    does: 'ignores the case of ids',
    breaks: 'separates user ids that differ only in case',
    open: replacing({ key: userId => userId.toLowerCase() }),
  },
  {
    does: 'truncates keys',
    breaks: 'accepts every user id that Stream accepts',
    open: replacing({ key: userId => userId.slice(0, 254) }),
  },
  {
    does: 'keeps users in a plain object',
    breaks: 'accepts every user id that Stream accepts',
    open: plainObject(),
  },
  {
    does: 'keeps the app as a user',
    breaks: 'separates the app from users with such names',
    open: appAsUser,
  },
  {
    does: 'does not return the cutoff of the app',
    breaks: 'returns the cutoff of the app for every user',
    open: replacing({ result: user => user }),
  },
  {
    does: 'merges the app into the user',
    breaks: 'returns the cutoff of the app for every user',
    open: replacing({
      result: ({ user = -Infinity, ...rest }, { app = -Infinity }) => ({
        ...rest,
        ...(Math.max(user, app) > -Infinity && { user: Math.max(user, app) }),
      }),
    }),
  },
  {
    does: 'returns the changes instead of the state',
    breaks: 'returns the state in force, not the change',
    open: replacing({
      written: (_states, changes) =>
        changes.map(({ cutoff, block }) => ({
          ...(typeof cutoff === 'number' && { user: cutoff }),
          ...(block && { blockedUntil: block }),
        })),
    }),
  },
  {
    does: 'returns one state per write',
    breaks: 'returns the state after each change, in order',
    open: replacing({ written: states => states.slice(-1) }),
  },
  {
    does: 'returns its rows',
    breaks: 'returns only user, app and blockedUntil',
    open: replacing({ result: (user, app) => ({ ...app, ...user, id: 1 }) }),
  },
  {
    does: 'applies only 1,000 changes of a write',
    breaks: 'accepts 2,000 changes in one write',
    open: replacing({ applied: changes => changes.slice(0, 1000) }),
  },
  {
    does: 'applies only the last change of a user',
    breaks: 'applies several changes of one user in one write in order',
    open: replacing({
      applied: changes => [
        ...new Map(changes.map(change => ['userId' in change ? change.userId : '', change])).values(),
      ],
    }),
  },
  {
    does: 'returns the objects that it keeps',
    breaks: 'does not change when a returned state is modified',
    open: replacing({ result: user => user }),
  },
  {
    does: 'resolves before it has written',
    breaks: 'shows a resolved write to every later read',
    open: writeBehind(),
  },
  {
    does: 'reads, waits and writes everything',
    breaks: 'keeps all concurrent writes for different users',
    open: readModifyWrite(),
  },
  {
    does: 'lets calls overtake each other',
    breaks: 'applies concurrent writes for one user in call order',
    open: overtaking(),
  },
  {
    does: 'lets calls for the app overtake each other',
    breaks: 'applies concurrent writes for the app in call order',
    open: overtaking(),
  },
  {
    does: 'writes the parts of a change separately',
    breaks: 'never shows part of a change',
    open: inHalves,
  },
  {
    does: 'fails when it is closed again',
    breaks: 'can be closed twice, if it has a close method',
    open() {
      let closed = false
      return storeWith({
        async close() {
          if (closed) throw new Error('It is closed.')
          closed = true
        },
      })
    },
  },
  {
    does: 'loses its data when it is closed',
    breaks: 'keeps resolved writes when it is opened again',
    open: () => memoryRevocationStore(),
  },
]

describe('storeSuite', () => {
  it.each(broken.map(one => [one.does, one.breaks, one.open] as const))(
    'reports a store that %s, by the rule “%s”',
    async (_, breaks, open) => {
      await expect(caseOf(breaks).check(open)).rejects.toThrow()
    },
  )

  it('states every rule once', () => {
    const rules = cases.map(({ rule }) => rule)
    expect(rules).toEqual([...new Set(rules)])
  })
})
