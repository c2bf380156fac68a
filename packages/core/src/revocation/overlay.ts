import { later, longer } from './merge.js'
import type { Cutoffs, Revocation } from './store.js'

/** What this process has revoked and its store has not confirmed: in force here at once, and until it is stored. */
export interface Overlay {
  /** Puts revocations in force; the answer takes them out again once they are stored. Undos are not applied here. */
  apply(changes: readonly Revocation[]): () => void
  /** Drops what was in force before an undo or unblock that is stored now. */
  clear(changes: readonly Revocation[], before: number): void
  /** A mark in the order of changes, for `clear`. */
  mark(): number
  over(userId: string, stored: Cutoffs): Cutoffs
}

interface Pending {
  readonly order: number
  readonly change: Revocation
}

export function createOverlay(): Overlay {
  const users = new Map<string, Pending[]>()
  const app: Pending[] = []
  let order = 0

  const listOf = (change: Revocation): Pending[] => {
    if (!('userId' in change)) return app
    const list = users.get(change.userId) ?? []
    users.set(change.userId, list)
    return list
  }
  const drop = (change: Revocation, gone: (pending: Pending) => boolean): void => {
    const list = listOf(change)
    for (let at = list.length - 1; at >= 0; at--) {
      const pending = list[at]
      if (pending !== undefined && gone(pending)) list.splice(at, 1)
    }
    if ('userId' in change && list.length === 0) users.delete(change.userId)
  }

  return {
    mark: () => order,
    apply(changes) {
      const pending = changes.map(change => ({ order: ++order, change }))
      for (const one of pending) listOf(one.change).push(one)
      return () => {
        for (const one of pending) drop(one.change, other => other === one)
      }
    },
    clear(changes, before) {
      for (const undo of changes) {
        drop(
          undo,
          ({ order, change }) =>
            order <= before &&
            ((undo.cutoff === null && change.cutoff !== undefined) ||
              (undo.block === null && change.block !== undefined)),
        )
      }
    },
    over(userId, stored) {
      const own = users.get(userId)
      if (own === undefined && app.length === 0) return stored
      let { user, app: ofApp, blockedUntil } = stored
      for (const { change } of own ?? []) {
        user = later(user, change.cutoff)
        blockedUntil = longer(blockedUntil, change.block)
      }
      for (const { change } of app) ofApp = later(ofApp, change.cutoff)
      return {
        ...(user !== undefined && { user }),
        ...(ofApp !== undefined && { app: ofApp }),
        ...(blockedUntil !== undefined && { blockedUntil }),
      }
    },
  }
}
