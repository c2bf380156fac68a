import type { OpenStore } from '@stream-token/conformance'
import type { Revocation, RevocationState } from '@stream-token/core'
import type { BrokenStore } from './broken-stores.js'
import { ALL, storeWith } from './store-with.js'

type Disk = Map<string, RevocationState>

/** Storage that outlives its stores and is shared by them, by place. */
const disks = new Map<string, Disk>()

/** Returns the storage at a place. */
export function diskAt(place: string): Disk {
  const disk = disks.get(place) ?? new Map()
  disks.set(place, disk)
  return disk
}

/** Opens a correct store whose storage is shared by all stores at that place. */
export const openShared: OpenStore = place => storeWith({}, diskAt(place), place)

/** Opens a correct store that has lost what it knew. */
export const openWithFloor: OpenStore = place =>
  storeWith({}, diskAt(place).set(ALL, { floor: 1_600_000_000.5 }), place)

/** A store that reads its own copy, which it takes when it is opened, and writes back all of it. */
const ownCopy: OpenStore = place => {
  const disk = diskAt(place)
  const copy: Disk = new Map()
  const own = storeWith({}, copy, place)
  return {
    ...own,
    open() {
      for (const [key, state] of disk) copy.set(key, state)
    },
    async write(changes: readonly Revocation[]) {
      const states = await own.write(changes)
      for (const [key, state] of copy) disk.set(key, state)
      return states
    },
  }
}

/** A store whose reads come from its own copy, also fresh ones; writes go to the shared storage. */
const staleReads = (isFresh: boolean): OpenStore => {
  return place => {
    const shared = storeWith({}, diskAt(place), place)
    const copy = storeWith()
    return {
      ...shared,
      read: (userId, options) =>
        options?.fresh === true && !isFresh ? shared.read(userId) : copy.read(userId),
      async write(changes) {
        await copy.write(changes)
        return shared.write(changes)
      },
    }
  }
}

/** Reads the row of a key, waits, and writes the row: two instances overwrite each other. */
const rowByRow: OpenStore = place => {
  const disk = diskAt(place)
  return {
    ...storeWith({}, disk, place),
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

/** Deletes pairs that are undone when it is closed. */
const tidying: OpenStore = place => {
  const disk = diskAt(place)
  return storeWith(
    {
      async close() {
        for (const [key, { user, app, block }] of disk)
          disk.set(key, {
            ...(user && user.version % 2 === 1 && { user }),
            ...(app && app.version % 2 === 1 && { app }),
            ...(block && block.version % 2 === 1 && { block }),
          })
      },
    },
    disk,
    place,
  )
}

/** A store whose floor is treated as a cutoff of the app, which an undo clears. */
const floorAsCutoff: OpenStore = () =>
  storeWith({}, new Map([[ALL, { app: { version: 1, value: 1_600_000_000.5 } }]]))

/** A store whose floor goes with an undo of the app. */
const loweredFloor: OpenStore = () => {
  const floor = 1_600_000_000.5
  return storeWith({
    result: (user, { app }) => ({ ...user, app, ...(app?.version !== 2 && { floor }) }),
  })
}

/** A store whose floor only the named results show. */
const floorIn = (names: readonly ('user' | 'all' | 'write')[]): OpenStore => {
  const floor = 1_600_000_000.5
  return () => {
    const store = storeWith()
    return {
      ...store,
      async read(userId) {
        const state = await store.read(userId)
        return names.includes(userId === undefined ? 'all' : 'user') ? { ...state, floor } : state
      },
      async write(changes) {
        const states = await store.write(changes)
        return names.includes('write') ? states.map(state => ({ ...state, floor })) : states
      },
    }
  }
}

/** Stores that each break one rule for stores that persist, share or forget their data. */
export const BROKEN_SHARED_STORES: readonly BrokenStore[] = [
  {
    does: 'deletes what is undone when it is closed',
    breaks: 'keeps what was undone when it is opened again, so that a late write does not revive it',
    open: tidying,
  },
  {
    does: 'has no name',
    breaks: 'has the same name at one place, and another name at another',
    open: place => storeWith({}, diskAt(place)),
  },
  {
    does: 'has one name everywhere',
    breaks: 'has the same name at one place, and another name at another',
    open: place => storeWith({}, diskAt(place), 'store'),
  },
  {
    does: 'has a new name at every opening',
    breaks: 'has the same name at one place, and another name at another',
    open: place => storeWith({}, diskAt(place), crypto.randomUUID()),
  },
  {
    does: 'reads its copy also for fresh reads',
    breaks: 'shows the write of another instance in a fresh read at once',
    open: staleReads(true),
  },
  {
    does: 'never renews its copy',
    breaks: 'shows the write of another instance in every read within 3 s',
    open: staleReads(false),
  },
  {
    does: 'writes back its own copy',
    breaks: 'keeps the writes of both instances',
    open: ownCopy,
  },
  {
    does: 'reads, waits and writes the row of a user',
    breaks: 'keeps a cutoff of one instance and a block of another',
    open: rowByRow,
  },
  {
    does: 'does not see the other instance in a write',
    breaks: 'returns the larger pair of another instance from a write',
    open: ownCopy,
  },
  {
    does: 'lets the last instance win',
    breaks: 'does not let an undo of one instance clear a newer revocation of another',
    open: place =>
      storeWith(
        { merge: (kept, given) => (given.version % 2 === 0 || kept.version < 3 ? given : kept) },
        diskAt(place),
        place,
      ),
  },
  {
    does: 'shows its floor only for users',
    breaks: 'returns its floor for everybody',
    open: floorIn(['user', 'write']),
  },
  {
    does: 'reports its floor as the cutoff of the app',
    breaks: 'does not return its floor as a cutoff',
    open: floorAsCutoff,
  },
  {
    does: 'drops its floor with an undo of the app',
    breaks: 'never lowers its floor by an undo',
    open: loweredFloor,
  },
  {
    does: 'does not return its floor from writes',
    breaks: 'returns its floor from writes',
    open: floorIn(['user', 'all']),
  },
]
