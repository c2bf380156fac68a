import { later, longer } from '../cutoffs/merge.js'
import type { Cutoffs, Revocation } from '../cutoffs/store.js'
import type { NumericDate } from '../primitives/numeric-date.js'

/** Revocations of this process that its store has not confirmed. They are in force here until they are stored. */
export interface Overlay {
  /** Puts revocations in force here until they are released. Undos are ignored. */
  apply(changes: readonly Revocation[]): Applied
  /** After changes are stored, drops earlier revocations that the changes undid or that the store has. */
  settle(changes: readonly Revocation[], states: readonly Cutoffs[], before: number): void
  /** Returns the current position in the order of changes, for `settle`. */
  mark(): number
  /** Returns what is in force here for a user now; the returned value does not change later. */
  layer(userId: string): Layer
}

/** The revocations of one write, in force here. */
export interface Applied {
  /** Removes them, because they are stored. */
  release(): void
  /**
   * Keeps them after a failed write, and drops those that they make redundant: there may be many while a store is down.
   */
  keep(): void
}

/** What is in force in addition to what is stored. */
export interface Layer {
  readonly user: readonly Pending[]
  readonly app: readonly Pending[]
}

interface Pending {
  readonly order: number
  readonly cutoff: NumericDate | undefined
  readonly block: NumericDate | 'forever' | undefined
  /** Whether its write has failed, so that nothing will release it. */
  readonly kept: boolean
}

const NONE: readonly Pending[] = []

/** The layer of nearly every user; a constant, so that verifying a token allocates no object for it. */
const NOTHING: Layer = { user: NONE, app: NONE }

export function createOverlay(): Overlay {
  const users = new Map<string, readonly Pending[]>()
  let app = NONE
  let order = 0

  /** Replaces the pending revocations for the key of a change. */
  const edit = (change: Revocation, replace: (pending: readonly Pending[]) => readonly Pending[]): void => {
    if (!('userId' in change)) {
      const list = replace(app)
      app = list.length > 0 ? list : NONE
      return
    }
    const list = replace(users.get(change.userId) ?? NONE)
    if (list.length > 0) users.set(change.userId, list)
    else users.delete(change.userId)
  }

  return {
    mark: () => order,
    apply(changes) {
      const first = order + 1
      for (const change of changes) {
        const [cutoff, block] = [change.cutoff ?? undefined, change.block ?? undefined]
        order++
        if (cutoff === undefined && block === undefined) continue
        edit(change, list => [...list, { order, cutoff, block, kept: false }])
      }
      const last = order
      const isOurs = ({ order, kept }: Pending): boolean => !kept && order >= first && order <= last
      return {
        release() {
          for (const change of changes) edit(change, list => list.filter(one => !isOurs(one)))
        },
        keep() {
          for (const change of changes)
            edit(change, list => pruned(list.map(one => (isOurs(one) ? { ...one, kept: true } : one))))
        },
      }
    },
    settle(changes, states, before) {
      for (const [at, change] of changes.entries()) {
        const rest = (one: Pending): Pending =>
          one.order > before ? one : unsettled(one, change, states[at] ?? {})
        edit(change, list => list.map(rest).filter(revokes))
      }
    },
    layer(userId) {
      const user = users.get(userId)
      return user === undefined && app === NONE ? NOTHING : { user: user ?? NONE, app }
    },
  }
}

/**
 * Removes from the kept revocations what a later one revokes as well. An undo removes all earlier revocations, so the
 * later one is enough.
 */
function pruned(list: readonly Pending[]): readonly Pending[] {
  let cutoff: Pending['cutoff']
  let block: Pending['block']
  const rest: Pending[] = []
  for (const one of list.toReversed()) {
    if (!one.kept) {
      rest.push(one)
      continue
    }
    rest.push({
      ...one,
      cutoff: later(cutoff, one.cutoff) === cutoff ? undefined : one.cutoff,
      block: longer(block, one.block) === block ? undefined : one.block,
    })
    cutoff = later(cutoff, one.cutoff)
    block = longer(block, one.block)
  }
  return rest.filter(revokes).toReversed()
}

/** Merges a layer into what the store returned. */
export function withLayer(stored: Cutoffs, { user: ofUser, app: ofApp }: Layer): Cutoffs {
  if (ofUser.length === 0 && ofApp.length === 0) return stored
  let { user, app, blockedUntil } = stored
  for (const { cutoff, block } of ofUser) {
    user = later(user, cutoff)
    blockedUntil = longer(blockedUntil, block)
  }
  for (const { cutoff } of ofApp) app = later(app, cutoff)
  return {
    ...(user !== undefined && { user }),
    ...(app !== undefined && { app }),
    ...(blockedUntil !== undefined && { blockedUntil }),
  }
}

/**
 * Returns the part of a pending revocation that the store does not have yet. An undo does not end a block, and
 * unblocking does not undo a revocation.
 */
function unsettled(pending: Pending, change: Revocation, state: Cutoffs): Pending {
  const cutoff = 'userId' in change ? state.user : state.app
  const undone = change.cutoff === null || later(cutoff, pending.cutoff) === cutoff
  const unblocked = change.block === null || longer(state.blockedUntil, pending.block) === state.blockedUntil
  return {
    ...pending,
    ...(undone && { cutoff: undefined }),
    ...(unblocked && { block: undefined }),
  }
}

function revokes({ cutoff, block }: Pending): boolean {
  return cutoff !== undefined || block !== undefined
}
