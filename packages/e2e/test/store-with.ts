import type { Cutoffs, Revocation, RevocationStore } from '@stream-token/core'

type Block = number | 'forever'

/** The steps of a store. Each of them can be replaced by a wrong one. */
export interface Steps {
  /** The key under which a user is stored. */
  key(userId: string): string
  /** The form in which a cutoff is stored. */
  keep(cutoff: number): number
  laterCutoff(kept: number, given: number): number
  longerBlock(kept: Block, given: Block): Block
  /** The state of a user after null clears the cutoff. */
  withoutCutoff(kept: Cutoffs): Cutoffs
  /** The state of a user after null clears the block. */
  withoutBlock(kept: Cutoffs): Cutoffs
  /** The result of a read, from the states of the user and the app. */
  result(user: Cutoffs, app: Cutoffs): Cutoffs
  /** The result of a write. */
  written(states: readonly Cutoffs[], changes: readonly Revocation[]): readonly Cutoffs[]
  /** The changes of a write that are applied. */
  applied(changes: readonly Revocation[]): readonly Revocation[]
  /** Runs a write, now or later. */
  turn(write: () => void, changes: readonly Revocation[]): Promise<void>
  close(): Promise<void>
}

const longer = (one: Block, other: Block): Block =>
  one === 'forever' || other === 'forever' ? 'forever' : Math.max(one, other)

const correct: Steps = {
  key: userId => `user:${userId}`,
  keep: cutoff => cutoff,
  laterCutoff: Math.max,
  longerBlock: longer,
  withoutCutoff: ({ user: _user, ...rest }) => rest,
  withoutBlock: ({ blockedUntil: _block, ...rest }) => rest,
  result: (user, { app }) => ({ ...user, ...(app !== undefined && { app }) }),
  written: states => states,
  applied: changes => changes,
  turn: async write => write(),
  close: async () => {},
}

/** A simple store, correct unless some of its steps are replaced. `kept` is its storage. */
export function storeWith(
  replaced: Partial<Steps> = {},
  kept: Map<string, Cutoffs> = new Map(),
): RevocationStore {
  const steps = { ...correct, ...replaced }
  const of = (key: string): Cutoffs => kept.get(key) ?? {}
  const read = (userId: string): Cutoffs => steps.result(of(steps.key(userId)), of('app'))

  const merge = (change: Revocation): void => {
    const { cutoff, block } = change
    if (!('userId' in change)) {
      if (cutoff === null) kept.delete('app')
      else if (cutoff !== undefined)
        kept.set('app', { app: steps.laterCutoff(of('app').app ?? -Infinity, steps.keep(cutoff)) })
      return
    }
    const key = steps.key(change.userId)
    let state = of(key)
    if (cutoff === null) state = steps.withoutCutoff(state)
    else if (cutoff !== undefined)
      state = { ...state, user: steps.laterCutoff(state.user ?? -Infinity, steps.keep(cutoff)) }
    if (block === null) state = steps.withoutBlock(state)
    else if (block !== undefined)
      state = { ...state, blockedUntil: steps.longerBlock(state.blockedUntil ?? -Infinity, block) }
    kept.set(key, state)
  }

  return {
    read: async userId => read(userId),
    async write(changes) {
      await steps.turn(() => steps.applied(changes).forEach(merge), changes)
      const states = changes.map(change => ('userId' in change ? read(change.userId) : of('app')))
      return steps.written(states, changes)
    },
    close: () => steps.close(),
  }
}
