import { later, longer } from '../cutoffs/merge.js'
import type { Cutoffs, Revocation } from '../cutoffs/store.js'
import type { NumericDate } from '../primitives/numeric-date.js'

/** What this process has revoked and its store has not confirmed: in force here at once, and until it is stored. */
export interface Overlay {
  /** Puts revocations in force, until it is told that they need not be here. Undos are not applied here. */
  apply(changes: readonly Revocation[]): Applied
  /** Drops what came before changes that are stored now, where they undid it or the store holds it by now. */
  settle(changes: readonly Revocation[], states: readonly Cutoffs[], before: number): void
  /** A mark in the order of changes, for `settle`. */
  mark(): number
  /** What is in force here for a user at this moment; it does not change afterwards. */
  layer(userId: string): Layer
}

/** Revocations that are in force here, by one write. */
export interface Applied {
  /** Takes them out again: they are stored. */
  release(): void
  /** Keeps them, and drops what they make redundant: a store that is down is asked often. */
  keep(): void
}

/** What is in force beside what is stored. */
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

/** The layer of nearly everybody, nearly always: a check of a token makes no object for it. */
const NOTHING: Layer = { user: NONE, app: NONE }

export function createOverlay(): Overlay {
  const users = new Map<string, readonly Pending[]>()
  let app = NONE
  let order = 0

  /** Replaces what is pending for the key of a change. */
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
 * Without what a later one revokes as well, of all that is kept. What ends a revocation or a block ends those before it too, so
 * that the later one is in force for as long as the earlier would be.
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

/** Lays what is in force beside the store over what the store tells. */
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

/** What a stored change leaves: the end of a revocation is not the end of a block, nor the other way round. */
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
