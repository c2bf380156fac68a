import { type OpenStore, STORE_CASES, type StoreCase, storeSuite } from '@stream-token/conformance'
import { type Cutoffs, memoryRevocationStore } from '@stream-token/core'
import { describe, expect, it } from 'vitest'
import { plantedStore, type Steps } from './planted-store.js'

storeSuite('memory', () => memoryRevocationStore())

/** Disks that outlive their stores, by place. */
const disks = new Map<string, Map<string, Cutoffs>>()
const disk = (place: string): Map<string, Cutoffs> => {
  const kept = disks.get(place) ?? new Map()
  disks.set(place, kept)
  return kept
}
storeSuite('plain', place => plantedStore({}, disk(place)), { durable: true })

const cases = [...STORE_CASES.values()].flat()

function caseOf(rule: string): StoreCase {
  const found = cases.find(one => one.rule === rule)
  if (found === undefined) throw new Error(`no rule "${rule}"`)
  return found
}

const planted = (steps: Partial<Steps>): OpenStore => {
  return () => plantedStore(steps)
}

/** Carried out later, the more so the fewer changes came before: calls overtake each other. */
function overtaking(): OpenStore {
  let wait = 100
  return planted({
    async turn(write) {
      for (let left = wait--; left > 0; left--) await null
      write()
    },
  })
}

/** Reads all, waits, writes all: what was written meanwhile is lost, as in a file that is read and written whole. */
function readModifyWrite(): OpenStore {
  return () => {
    const kept = new Map<string, Cutoffs>()
    return {
      read: async userId => kept.get(userId) ?? {},
      async write(changes) {
        const whole = new Map(kept)
        await null
        const states = await plantedStore({ key: userId => userId }, whole).write(changes)
        kept.clear()
        for (const [key, state] of whole) kept.set(key, state)
        return states
      },
    }
  }
}

/** Answers before it has written. */
function writeBehind(): OpenStore {
  return planted({
    async turn(write) {
      setImmediate(write)
    },
  })
}

/** Keeps users in a plain object, whose prototype then answers too. */
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

/** Writes the two halves of a change one after the other. */
const inHalves: OpenStore = () => {
  const whole = plantedStore()
  return {
    ...whole,
    async write(changes) {
      await whole.write(changes.map(({ block: _block, ...rest }) => rest))
      return whole.write(changes.map(({ cutoff: _cutoff, ...rest }) => rest))
    },
  }
}

/** Keeps the cutoff of the app as that of a user. */
const appAsUser: OpenStore = () => {
  const users = plantedStore()
  return {
    async read(userId) {
      const [own, { user: app }] = await Promise.all([users.read(userId), users.read('app')])
      return { ...own, ...(app !== undefined && { app }) }
    },
    write: changes =>
      users.write(changes.map(change => ('userId' in change ? change : { ...change, userId: 'app' }))),
  }
}

/** Each store breaks one rule in a way that real ones have. */
const broken: readonly { readonly does: string; readonly breaks: string; readonly open: OpenStore }[] = [
  {
    does: 'lets the last write win',
    breaks: 'never lowers a cutoff to an earlier one',
    open: planted({ laterCutoff: (_kept, given) => given }),
  },
  {
    does: 'lets the first write win',
    breaks: 'lets a later cutoff win',
    open: planted({ laterCutoff: (kept, given) => (kept === -Infinity ? given : kept) }),
  },
  {
    does: 'takes no undo',
    breaks: 'clears a cutoff by null',
    open: planted({ withoutCutoff: kept => kept }),
  },
  {
    does: 'keeps whole seconds',
    breaks: 'keeps a fraction of a second exactly',
    open: planted({ keep: Math.floor }),
  },
  {
    does: 'keeps tenths of a second',
    breaks: 'tells cutoffs apart that differ by a millisecond',
    open: planted({ keep: cutoff => Math.round(cutoff * 10) / 10 }),
  },
  {
    does: 'takes 0 for nothing',
    breaks: 'keeps a cutoff of 0, which is not none',
    open: planted({ answer: ({ user, ...rest }) => ({ ...rest, ...(user && { user }) }) }),
  },
  {
    does: 'keeps unsigned numbers',
    breaks: 'keeps a cutoff before 1970',
    open: planted({ keep: cutoff => Math.max(cutoff, 0) }),
  },
  {
    does: 'takes a date for longer than forever',
    breaks: "takes 'forever' for longer than any date",
    open: planted({ longerBlock: (_kept, given) => given }),
  },
  {
    does: 'takes no end of a block',
    breaks: 'ends a block by null',
    open: planted({ withoutBlock: kept => kept }),
  },
  {
    does: 'deletes the row of a user at an undo',
    breaks: 'leaves the block when the cutoff is cleared',
    open: planted({ withoutCutoff: () => ({}) }),
  },
  {
    does: 'deletes the row of a user at the end of a block',
    breaks: 'leaves the cutoff when the block is ended',
    open: planted({ withoutBlock: () => ({}) }),
  },
  {
    does: 'ignores case',
    breaks: 'keeps user ids apart that differ in case',
    open: planted({ key: userId => userId.toLowerCase() }),
  },
  {
    does: 'cuts keys off',
    breaks: 'takes every user id that Stream takes',
    open: planted({ key: userId => userId.slice(0, 254) }),
  },
  {
    does: 'keeps users in a plain object',
    breaks: 'takes every user id that Stream takes',
    open: plainObject(),
  },
  {
    does: 'keeps the app as if it were a user',
    breaks: 'tells the app from users who are called so',
    open: appAsUser,
  },
  {
    does: 'answers nothing of the app',
    breaks: 'answers the cutoff of the app for every user',
    open: planted({ answer: user => user }),
  },
  {
    does: 'merges the app into the user',
    breaks: 'answers the cutoff of the app for every user',
    open: planted({
      answer: ({ user = -Infinity, ...rest }, { app = -Infinity }) => ({
        ...rest,
        ...(Math.max(user, app) > -Infinity && { user: Math.max(user, app) }),
      }),
    }),
  },
  {
    does: 'answers what it was asked for',
    breaks: 'answers what is in force and not what was asked for',
    open: planted({
      written: (_states, changes) =>
        changes.map(({ cutoff, block }) => ({
          ...(typeof cutoff === 'number' && { user: cutoff }),
          ...(block && { blockedUntil: block }),
        })),
    }),
  },
  {
    does: 'answers one state a write',
    breaks: 'answers the state after each change, in their order',
    open: planted({ written: states => states.slice(-1) }),
  },
  {
    does: 'answers its rows',
    breaks: 'answers user, app and blockedUntil, and nothing else',
    open: planted({ answer: (user, app) => ({ ...app, ...user, id: 1 }) }),
  },
  {
    does: 'carries out 1,000 changes a write',
    breaks: 'takes 2,000 changes in one write',
    open: planted({ taken: changes => changes.slice(0, 1000) }),
  },
  {
    does: 'carries out the last change of a user',
    breaks: 'takes several changes of one user in one write, in their order',
    open: planted({
      taken: changes => [
        ...new Map(changes.map(change => ['userId' in change ? change.userId : '', change])).values(),
      ],
    }),
  },
  {
    does: 'hands out what it keeps',
    breaks: 'is not changed through what it answered',
    open: planted({ answer: user => user }),
  },
  {
    does: 'answers before it has written',
    breaks: 'shows a write to every read that starts once it has resolved',
    open: writeBehind(),
  },
  {
    does: 'reads, waits and writes the whole',
    breaks: 'loses none of many writes at once that are about different users',
    open: readModifyWrite(),
  },
  {
    does: 'lets calls overtake each other',
    breaks: 'carries out in call order what is written at once for one user',
    open: overtaking(),
  },
  {
    does: 'lets calls for the app overtake each other',
    breaks: 'carries out in call order what is written at once for the app',
    open: overtaking(),
  },
  {
    does: 'writes a change in halves',
    breaks: 'shows a reader all of a change or nothing of it',
    open: inHalves,
  },
  {
    does: 'fails when it is closed again',
    breaks: 'bears to be closed twice, if it can be closed',
    open() {
      let closed = false
      return plantedStore({
        async close() {
          if (closed) throw new Error('It is closed.')
          closed = true
        },
      })
    },
  },
  {
    does: 'forgets when it is closed',
    breaks: 'has kept, when it is opened again, what a write had resolved',
    open: () => memoryRevocationStore(),
  },
]

describe('the suite on a store that', () => {
  it.each(broken.map(one => [one.does, one.breaks, one.open] as const))(
    '%s is caught by “%s”',
    async (_, breaks, open) => {
      await expect(caseOf(breaks).check(open)).rejects.toThrow()
    },
  )

  it('states every rule once', () => {
    const rules = cases.map(({ rule }) => rule)
    expect(rules).toEqual([...new Set(rules)])
  })
})
