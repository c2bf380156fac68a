import type { Revocation, RevocationState, RevocationStore, Versioned } from '@stream-token/core'

type Value = Versioned['value']

/** The steps of a store. Each of them can be replaced by a wrong one. */
export interface Steps {
  /** The key under which a user is stored. */
  key(userId: string): string
  /** The form in which a value is stored. */
  keep(value: Value): Value
  /** The pair to store, of the one that is stored and a given one. */
  merge(kept: Versioned, given: Versioned): Versioned
  /** The state of a user that is stored after a change. */
  kept(state: RevocationState, change: Revocation): RevocationState
  /** The result of a read, from the states of the user and of all. */
  result(user: RevocationState, all: RevocationState): RevocationState
  /** The result of a write. */
  written(states: readonly RevocationState[], changes: readonly Revocation[]): readonly RevocationState[]
  /** The changes of a write that are applied. */
  applied(changes: readonly Revocation[]): readonly Revocation[]
  /** Runs a write, now or later. */
  turn(write: () => void): Promise<void>
  open(): void
  close(): Promise<void>
}

/** The key of what holds for all. No key of a user is equal to it. */
export const ALL = 'app'

const order = (value: Value): number => (value === 'forever' ? Infinity : value)

/** The larger pair: first by version, then by value. */
export const larger = (kept: Versioned, given: Versioned): Versioned =>
  given.version === kept.version
    ? order(given.value) > order(kept.value)
      ? given
      : kept
    : given.version > kept.version
      ? given
      : kept

const correct: Steps = {
  key: userId => `user:${userId}`,
  keep: value => value,
  merge: larger,
  kept: state => state,
  result: (user, { app, floor }) => ({ ...user, app, floor }),
  written: states => states,
  applied: changes => changes,
  turn: async write => write(),
  open: () => {},
  close: async () => {},
}

/** A simple store, correct unless some of its steps are replaced. `disk` is its storage. */
export function storeWith(
  replaced: Partial<Steps> = {},
  disk: Map<string, RevocationState> = new Map(),
  name?: string,
): RevocationStore {
  const steps = { ...correct, ...replaced }
  const of = (key: string): RevocationState => disk.get(key) ?? {}
  const read = (userId: string | undefined): RevocationState =>
    steps.result(userId === undefined ? {} : of(steps.key(userId)), of(ALL))

  const merged = (kept: Versioned | undefined, given: Versioned | undefined): Versioned | undefined => {
    if (given === undefined) return kept
    const copy = Object.freeze({ version: given.version, value: steps.keep(given.value) })
    return kept === undefined ? copy : steps.merge(kept, copy)
  }
  const apply = (change: Revocation): void => {
    const { cutoff, block } = change
    if (!('userId' in change)) disk.set(ALL, { ...of(ALL), app: merged(of(ALL).app, cutoff) })
    else {
      const key = steps.key(change.userId)
      const state = { user: merged(of(key).user, cutoff), block: merged(of(key).block, block) }
      disk.set(key, steps.kept(state, change))
    }
  }

  return {
    read: async userId => read(userId),
    async write(changes) {
      await steps.turn(() => steps.applied(changes).forEach(apply))
      const states = changes.map(change => read('userId' in change ? change.userId : undefined))
      return steps.written(states, changes)
    },
    name,
    open: () => steps.open(),
    close: () => steps.close(),
  }
}
