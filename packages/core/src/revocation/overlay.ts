import { stateOf } from '../cutoffs/state-of.js'
import type { Revocation, RevocationState, Versioned } from '../cutoffs/store.js'
import { larger, revoked } from '../cutoffs/versioned.js'
import {
  type Change,
  type FieldSummary,
  type Pending,
  pendingOf,
  pruned,
  type Summary,
  settles,
  summarize,
} from './pending-changes.js'

/**
 * Changes of this process that its store has not confirmed. Revocations are in force here until they are stored; undos
 * only count for the versions of later changes.
 */
export interface Overlay {
  /** Puts revocations in force here, before they have a version. */
  apply(changes: readonly Change[]): Applied
  /** Returns the largest pairs that were sent to the store for a key and not confirmed. */
  sent(change: Change): Sent
  /** Returns what is in force here for a user; the returned value does not change later. */
  layer(userId: string | undefined): Layer
  /** The same, only of what could not be stored. */
  failedLayer(userId: string | undefined): Layer
}

/** The changes of one command. */
export interface Applied {
  /** Sets the versions with which they are written. */
  number(written: readonly Revocation[]): void
  /** Removes them, because the store has them, and those of failed writes that they undid or repeat. */
  settle(states: readonly RevocationState[]): void
  /** Keeps them after a failed write, and drops what they make redundant: there may be many while a store is down. */
  keep(): void
  /** Removes them, because the command was refused. */
  release(): void
}

/** The largest pairs of one key. */
export interface Sent {
  readonly cutoff?: Versioned | undefined
  readonly block?: Versioned | undefined
}

/** What is in force in addition to what is stored. */
export interface Layer {
  readonly user: Summary | undefined
  readonly app: Summary | undefined
}

/** The pending changes of one key. */
interface Key {
  /** Those that are being stored. A set: one user may log out very often while the store is slow. */
  readonly underWay: Set<Pending>
  /** Those whose write has failed, so that nothing will remove them. */
  failed: readonly Pending[]
  /** What is in force, computed when it is needed. */
  summary: Summary | undefined
  /** The largest pairs that were sent. They only grow, until nothing is pending. */
  readonly sent: { cutoff: Versioned | undefined; block: Versioned | undefined }
}

/** The layer of nearly every user; a constant, so that verifying a token allocates no object for it. */
const NOTHING: Layer = { user: undefined, app: undefined }

export function createOverlay(): Overlay {
  // The app is under undefined, which is no user id.
  const keys = new Map<string | undefined, Key>()
  let order = 0

  const summaryOf = (key: Key | undefined): Summary | undefined => {
    if (key !== undefined) key.summary ??= summarize(key.failed, key.underWay)
    return key?.summary
  }
  const edit = (userId: string | undefined, change: (key: Key) => void): void => {
    const key = keys.get(userId) ?? createKey()
    change(key)
    key.summary = undefined
    if (key.underWay.size === 0 && key.failed.length === 0) keys.delete(userId)
    else keys.set(userId, key)
  }

  return {
    apply(changes) {
      const first = ++order
      const own = changes.map(change => pendingOf(change, first))
      for (const [at, change] of changes.entries())
        edit(userOf(change), key => {
          for (const one of own[at] ?? []) key.underWay.add(one)
        })
      /** Takes the changes of this command out of what is under way; `ended` are those that were. */
      const end = (then: (key: Key, at: number, ended: readonly Pending[]) => void): void => {
        for (const [at, change] of changes.entries())
          edit(userOf(change), key => {
            then(
              key,
              at,
              (own[at] ?? []).filter(one => key.underWay.delete(one)),
            )
          })
      }
      return {
        number(written) {
          for (const [at, change] of changes.entries())
            edit(userOf(change), ({ sent }) => {
              for (const one of own[at] ?? []) {
                one.pair = written[at]?.[one.field]
                sent[one.field] = larger(sent[one.field], one.pair)
              }
            })
        },
        settle: states =>
          end((key, at) => {
            const isUser = userOf(changes[at]) !== undefined
            const state = states[at] ?? {}
            key.failed = key.failed.filter(one => !own[at]?.some(other => settles(other, one, state, isUser)))
          }),
        keep: () =>
          end((key, _at, ended) => {
            key.failed = pruned([...key.failed, ...ended].sort((one, other) => one.order - other.order))
          }),
        release: () => end(() => {}),
      }
    },
    sent: change => ({ ...keys.get(userOf(change))?.sent }),
    layer(userId) {
      if (keys.size === 0) return NOTHING
      const user = userId === undefined ? undefined : keys.get(userId)
      const app = keys.get(undefined)
      return user === undefined && app === undefined
        ? NOTHING
        : { user: summaryOf(user), app: summaryOf(app) }
    },
    failedLayer(userId) {
      const [user, app] = [userId, undefined].map(id => summarize(keys.get(id)?.failed ?? []))
      return { user: userId === undefined ? undefined : user, app }
    },
  }
}

/** Merges a layer into what the store returned. */
export function withLayer(stored: RevocationState, { user, app }: Layer): RevocationState {
  if (user === undefined && app === undefined) return stored
  return stateOf(
    withPending(stored.user, user?.cutoff),
    withPending(stored.app, app?.cutoff),
    withPending(stored.block, user?.block),
    stored.floor,
  )
}

/** What has no version yet is in force whatever the version of the rest, so it comes last. */
function withPending(
  stored: Versioned | undefined,
  pending: FieldSummary | undefined,
): Versioned | undefined {
  if (pending === undefined) return stored
  const result = larger(stored, pending.pair)
  return pending.value === undefined ? result : revoked(result, pending.value)
}

function createKey(): Key {
  return {
    underWay: new Set(),
    failed: [],
    summary: undefined,
    sent: { cutoff: undefined, block: undefined },
  }
}

function userOf(change: Change | undefined): string | undefined {
  return change !== undefined && 'userId' in change ? change.userId : undefined
}
