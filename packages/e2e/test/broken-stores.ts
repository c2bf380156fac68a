import type { OpenStore } from '@stream-token/conformance'
import { memoryRevocationStore, type RevocationState, type Versioned } from '@stream-token/core'
import { ALL, larger, type Steps, storeWith } from './store-with.js'

/** A store that breaks a rule. */
export interface BrokenStore {
  readonly does: string
  readonly breaks: string
  readonly open: OpenStore
}

const replacing =
  (steps: Partial<Steps>): OpenStore =>
  () =>
    storeWith(steps)

const broken = (does: string, breaks: string, open: OpenStore | Partial<Steps>): BrokenStore => ({
  does,
  breaks,
  open: typeof open === 'function' ? open : replacing(open),
})

const dateOf = ({ value }: Versioned): number => (value === 'forever' ? Infinity : value)

/** Compares pairs by value only, as stores without versions do. */
const later = (kept: Versioned, given: Versioned): Versioned => (dateOf(given) > dateOf(kept) ? given : kept)

const asText =
  (field: 'version' | 'value') =>
  (kept: Versioned, given: Versioned): Versioned => {
    if (field === 'value' && kept.version !== given.version) return larger(kept, given)
    return String(given[field]) > String(kept[field]) ? given : kept
  }

const isUndone = (pair: Versioned | undefined): boolean => pair !== undefined && pair.version % 2 === 0

/** Reads everything, waits, and writes everything, as with a single file. Writes in between are lost. */
const readModifyWrite: OpenStore = () => {
  const disk = new Map<string, RevocationState>()
  return {
    read: userId => storeWith({}, disk).read(userId),
    async write(changes) {
      const whole = new Map(disk)
      await null
      const states = await storeWith({}, whole).write(changes)
      disk.clear()
      for (const [key, state] of whole) disk.set(key, state)
      return states
    },
  }
}

/** Reads the row of a user, waits, and writes the row. */
const rowByRow: OpenStore = () => {
  const disk = new Map<string, RevocationState>()
  const store = storeWith({}, disk)
  return {
    ...store,
    async write(changes) {
      const rows = new Map(disk)
      await null
      const states = await storeWith({}, rows).write(changes)
      for (const change of changes) {
        const key = 'userId' in change ? `user:${change.userId}` : ALL
        disk.set(key, rows.get(key) ?? {})
      }
      return states
    },
  }
}

/** Keeps users in a plain object, so that ids also match properties of its prototype. */
const plainObject: OpenStore = () => {
  const kept: Record<string, RevocationState> = {}
  return {
    read: userId => kept[userId ?? ''] ?? {},
    async write(changes) {
      return changes.map(change => {
        if (!('userId' in change)) return {}
        kept[change.userId] = { user: change.cutoff, block: change.block }
        return { user: change.cutoff, block: change.block }
      })
    },
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
      return { ...own, app }
    },
    write: changes =>
      users.write(changes.map(change => ('userId' in change ? change : { ...change, userId: 'app' }))),
  }
}

/** Returns copies from before the last write. */
const staleCopy: OpenStore = () => {
  const store = storeWith()
  let copy: Map<string | undefined, RevocationState> = new Map()
  return {
    ...store,
    async read(userId, options) {
      if (options?.fresh === true) return store.read(userId)
      const state = copy.get(userId) ?? (await store.read(userId))
      copy.set(userId, state)
      return state
    },
    async write(changes) {
      const states = await store.write(changes)
      setImmediate(() => {
        copy = new Map()
      })
      return states
    },
  }
}

/** Shows writes while they are under way, and loses them again until they are done. */
const flickering: OpenStore = () => {
  const store = storeWith()
  let reads = 0
  return {
    ...store,
    read: async userId => (++reads % 2 === 0 ? {} : store.read(userId)),
  }
}

/** Refuses the second call of a method. */
const once = (method: 'close'): Partial<Steps> => {
  let done = false
  return {
    async [method]() {
      if (done) throw new Error('It is closed.')
      done = true
    },
  }
}

/** Stores that each break one rule, in ways seen in real stores. */
export const BROKEN_STORES: readonly BrokenStore[] = [
  broken('is not empty', 'is empty at first', { result: () => ({ user: { version: 1, value: 0 } }) }),
  broken('keeps no versions', 'keeps a cutoff with its version', {
    kept: ({ user, ...rest }) => ({ ...rest, user: user && { ...user, version: 1 } }),
  }),
  broken('compares only values', 'replaces a cutoff by one with a higher version, even if it is earlier', {
    merge: later,
  }),
  broken('lets the last write win', 'never replaces a cutoff by one with a lower version', {
    merge: (_kept, given) => given,
  }),
  broken('compares only versions', 'keeps the later cutoff of one version', {
    merge: (kept, given) => (given.version >= kept.version ? given : kept),
  }),
  broken('lets the first write of a version win', 'keeps the later cutoff of one version', {
    merge: (kept, given) => (given.version > kept.version ? given : kept),
  }),
  broken('deletes what is undone', 'keeps an undo as a pair', {
    kept: ({ user, ...rest }) => ({ ...rest, user: isUndone(user) ? undefined : user }),
  }),
  broken('ignores an undo', 'keeps an undo as a pair', {
    merge: (kept, given) => (isUndone(given) ? kept : larger(kept, given)),
  }),
  broken('treats version 0 as nothing', 'keeps the undo of nothing', {
    result: ({ user, ...rest }) => ({ ...rest, ...(user?.version && { user }) }),
  }),
  broken('lets every undo win', 'does not let an undo that lands late clear a newer revocation', {
    merge: (kept, given) => (isUndone(given) ? given : larger(kept, given)),
  }),
  broken('lets every revocation win', 'does not let a repeated write revive what was undone', {
    merge: (kept, given) => (isUndone(given) ? larger(kept, given) : given),
  }),
  broken('numbers writes itself', 'keeps the same after a repeated write', {
    merge: (kept, { value }) => ({ version: kept.version + 1, value }),
  }),
  broken('keeps whole seconds', 'keeps every instant to the millisecond', {
    keep: value => (value === 'forever' ? value : Math.floor(value)),
  }),
  broken('keeps tenths of a second', 'distinguishes cutoffs that differ by a millisecond', {
    keep: value => (value === 'forever' ? value : Math.round(value * 10) / 10),
  }),
  broken('treats the instant 0 as nothing', 'keeps every instant to the millisecond', {
    result: ({ user, ...rest }) => ({ ...rest, ...(user?.value && { user }) }),
  }),
  broken('keeps only unsigned numbers', 'keeps every instant to the millisecond', {
    keep: value => (value === 'forever' ? value : Math.max(value, 0)),
  }),
  broken('compares versions as text', 'compares versions as numbers', { merge: asText('version') }),
  broken('compares instants as text', 'compares instants as numbers', { merge: asText('value') }),
  broken('keeps versions in 32 bits', 'keeps versions of more than 32 bits', {
    kept: ({ user, ...rest }) => ({ ...rest, user: user && { ...user, version: user.version | 0 } }),
  }),
  broken('clears what a change omits', 'does not change fields that a change omits', {
    kept: (state, change) => ({ ...state, user: change.cutoff && state.user }),
  }),
  broken('keeps no end of a block', 'keeps a block until its end', {
    kept: ({ block, ...rest }) => ({ ...rest, block: block && { ...block, value: 'forever' } }),
  }),
  broken("keeps 'forever' as 0", "keeps a block 'forever'", {
    keep: value => (value === 'forever' ? 0 : value),
  }),
  broken('lets the last block win', 'keeps the longer block of one version', {
    merge: (kept, given) => (given.version >= kept.version ? given : kept),
  }),
  broken(
    'treats a date as longer than forever',
    "treats 'forever' as longer than any date of the same version",
    { merge: (kept, given) => (kept.value === 'forever' ? given : larger(kept, given)) },
  ),
  broken("never replaces 'forever'", "replaces 'forever' by a date with a higher version", {
    merge: (kept, given) => (kept.value === 'forever' ? kept : larger(kept, given)),
  }),
  broken('deletes the block when it ends', 'keeps the end of a block as a pair', {
    kept: ({ block, ...rest }) => ({ ...rest, block: isUndone(block) ? undefined : block }),
  }),
  broken('lets every unblock win', 'does not let an unblock that lands late end a newer block', {
    merge: (kept, given) => (isUndone(given) ? given : larger(kept, given)),
  }),
  broken('deletes the row of a user on an undo', 'keeps the block when the cutoff is undone', {
    kept: (state, change) => (isUndone(change.cutoff) ? {} : state),
  }),
  broken('deletes the row of a user when the block ends', 'keeps the cutoff when the block is undone', {
    kept: (state, change) => (isUndone(change.block) ? {} : state),
  }),
  broken(
    'decides by the version of the cutoff alone',
    'merges the cutoff and the block of one change apart',
    () => {
      const store = storeWith()
      return {
        ...store,
        async write(changes) {
          const [change] = changes
          const userId = change !== undefined && 'userId' in change ? change.userId : undefined
          const { user } = await store.read(userId)
          if ((user?.version ?? 0) > (change?.cutoff?.version ?? Infinity)) return [await store.read(userId)]
          return store.write(changes)
        },
      }
    },
  ),
  broken('keeps all users in one row', 'separates users', { key: () => 'user' }),
  broken('ignores the case of ids', 'separates user ids that differ only in case', {
    key: userId => userId.toLowerCase(),
  }),
  broken('truncates keys', 'accepts every user id that Stream accepts', {
    key: userId => userId.slice(0, 254),
  }),
  broken('keeps users in a plain object', 'accepts every user id that Stream accepts', plainObject),
  broken('looks users up with LIKE', 'does not treat _ and % in a user id as wildcards', {
    key: userId => userId.replaceAll(/[^a-z]/g, '_').replace('x', '_'),
  }),
  broken('keeps the app as a user', 'separates the app from users with such names', appAsUser),
  broken(
    'keeps the app under a key of a user',
    'returns only the cutoff of the app without a user id',
    () => {
      const store = storeWith()
      return { ...store, read: userId => store.read(userId ?? 'john') }
    },
  ),
  broken('does not return the cutoff of the app', 'returns the cutoff of the app for every user', {
    result: user => user,
  }),
  broken('merges the app into the user', 'returns the cutoff of the app for every user', {
    result: ({ user, block }, { app }) => ({ block, user: user && app ? later(user, app) : (user ?? app) }),
  }),
  broken('lets the last write for the app win', 'keeps the larger pair of the app', {
    merge: (_kept, given) => given,
  }),
  broken(
    'lets every undo for the app win',
    'does not let an undo for the app that lands late clear a newer revocation',
    { merge: (kept, given) => (isUndone(given) ? given : larger(kept, given)) },
  ),
  broken('forgets the app on an undo', 'undoes only the cutoff of the app', {
    result: (user, { app }) => ({ ...user, ...(!isUndone(app) && { app }) }),
  }),
  broken('undoes the app with a user', 'keeps the cutoff of the app when that of a user is undone', {
    result: (user, { app }) => ({ ...user, ...(!isUndone(user.user) && { app }) }),
  }),
  broken('refuses invalid user ids', 'returns the cutoff of the app for an invalid user id', {
    key: userId => {
      if (!/^[\w@-]+$/.test(userId)) throw new Error('invalid')
      return userId
    },
  }),
  broken('returns one state per write', 'returns the state after each change, in order', {
    written: states => states.slice(-1),
  }),
  broken('returns the states in reverse order', 'returns the state after each change, in order', {
    written: states => states.toReversed(),
  }),
  broken('returns the changes', 'returns the state that is stored, not the change', {
    written: (_states, changes) => changes.map(({ cutoff, block }) => ({ user: cutoff, block })),
  }),
  broken('returns the state before an undo', 'returns the state after an undo', {
    written: (states, changes) =>
      states.map((state, at) => (isUndone(changes[at]?.cutoff) ? { block: state.block } : state)),
  }),
  broken('returns its rows', 'returns only user, app, block and floor', {
    result: (user, all) => ({ ...all, ...user, id: 1 }),
  }),
  broken('resolves before it has written', 'shows a change in every later read once its write has resolved', {
    turn: async write => void setImmediate(write),
  }),
  broken(
    'returns a copy from before the write',
    'shows a change in every later read once its write has resolved',
    staleCopy,
  ),
  broken(
    'loses a write now and then',
    'shows a change in every later read once its write has resolved',
    () => {
      let writes = 0
      return storeWith({ turn: async write => void (++writes % 40 === 0 || write()) })
    },
  ),
  broken('fails without changes', 'accepts a write without changes', {
    applied: changes => {
      if (changes.length === 0) throw new Error('syntax error')
      return changes
    },
  }),
  broken('applies only 1,000 changes of a write', 'accepts 2,000 changes in one write', {
    applied: changes => changes.slice(0, 1000),
  }),
  broken('applies only the last change of a user', 'merges several changes of one user in one write', {
    applied: changes => [
      ...new Map(changes.map(change => ['userId' in change ? change.userId : '', change])).values(),
    ],
  }),
  broken('writes into the changes', 'does not modify the caller’s changes', {
    kept: (state, change) => {
      Object.assign(change, { cutoff: undefined })
      return state
    },
  }),
  broken('keeps the caller’s objects', 'does not change when a given or returned object is modified later', {
    kept: (state, { cutoff }) => ({ ...state, user: cutoff ?? state.user }),
  }),
  broken(
    'returns the objects that it keeps',
    'does not change when a given or returned object is modified later',
    () => {
      const state: { user?: { version: number; value: number } } = {}
      return {
        read: () => state,
        async write(changes) {
          const { cutoff } = changes[0] ?? {}
          if (cutoff && cutoff.value !== 'forever')
            state.user = { version: cutoff.version, value: cutoff.value }
          return [state]
        },
      }
    },
  ),
  broken('reports the cutoff of the app as a floor', 'does not report a cutoff as a floor', {
    result: (user, { app }) => ({ ...user, app, ...(app && { floor: dateOf(app) }) }),
  }),
  broken('lets the last of two orders win', 'ends in the same state whatever the order of writes, order 2', {
    merge: (_kept, given) => given,
  }),
  broken(
    'lets concurrent writes overwrite each other',
    'ends in the same state if all writes are concurrent',
    rowByRow,
  ),
  broken('sorts the changes of a write', 'ends in the same state if all changes are in one write', {
    merge: (_kept, given) => given,
  }),
  broken('lets the undo win', 'lets the revocation win over a concurrent undo', {
    merge: (kept, given) => (isUndone(given) ? given : larger(kept, given)),
  }),
  broken(
    'reads, waits and writes everything',
    'keeps all concurrent writes for different users',
    readModifyWrite,
  ),
  broken(
    'reads, waits and writes the row of a user',
    'keeps concurrent writes of the cutoff and the block of one user',
    rowByRow,
  ),
  broken(
    'returns the change from a write that lost',
    'returns a state that covers the change from every concurrent write',
    rowByRow,
  ),
  broken('returns nothing from every second read', 'never returns to an earlier state', flickering),
  broken('writes the parts of a change separately', 'never shows part of a change', inHalves),
  broken('has an empty name', 'has a name that is not empty, or none', () => storeWith({}, new Map(), '')),
  broken('opens with a promise', 'opens without a promise: reads and writes wait for the server', {
    open: async () => {},
  }),
  broken('needs to be open to be closed', 'can be closed before it is opened', () => {
    let isOpen = false
    return storeWith({
      open() {
        isOpen = true
      },
      async close() {
        if (!isOpen) throw new Error('It is not open.')
      },
    })
  }),
  broken('needs a connection to be closed', 'can be opened and closed without use', () => {
    let isUsed = false
    return storeWith({
      async turn(write) {
        isUsed = true
        write()
      },
      async close() {
        if (!isUsed) throw new Error('There is no connection.')
      },
    })
  }),
  broken('fails when it is closed again', 'can be closed twice, if it has a close method', () =>
    storeWith(once('close')),
  ),
  broken('loses its data when it is closed', 'keeps resolved writes when it is opened again', () =>
    memoryRevocationStore(),
  ),
]
