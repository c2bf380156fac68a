import type { Cutoffs, Revocation, RevocationStore } from '@stream-token/core'

type Block = number | 'forever'

/** The steps of a store, each of which can be taken wrongly. */
export interface Steps {
  /** Under which key a user is kept. */
  key(userId: string): string
  /** What is kept of a cutoff. */
  keep(cutoff: number): number
  laterCutoff(kept: number, given: number): number
  longerBlock(kept: Block, given: Block): Block
  /** What null leaves of a user. */
  withoutCutoff(kept: Cutoffs): Cutoffs
  withoutBlock(kept: Cutoffs): Cutoffs
  /** What a user's answer is made of. */
  answer(user: Cutoffs, app: Cutoffs): Cutoffs
  /** What a write answers. */
  written(states: readonly Cutoffs[], changes: readonly Revocation[]): readonly Cutoffs[]
  /** What is carried out of a write. */
  taken(changes: readonly Revocation[]): readonly Revocation[]
  /** When a write is carried out. */
  turn(write: () => void, changes: readonly Revocation[]): Promise<void>
  close(): Promise<void>
}

const longer = (one: Block, other: Block): Block =>
  one === 'forever' || other === 'forever' ? 'forever' : Math.max(one, other)

const healthy: Steps = {
  key: userId => `user:${userId}`,
  keep: cutoff => cutoff,
  laterCutoff: Math.max,
  longerBlock: longer,
  withoutCutoff: ({ user: _user, ...rest }) => rest,
  withoutBlock: ({ blockedUntil: _block, ...rest }) => rest,
  answer: (user, { app }) => ({ ...user, ...(app !== undefined && { app }) }),
  written: states => states,
  taken: changes => changes,
  turn: async write => write(),
  close: async () => {},
}

/** A plain store, right unless some of its steps are replaced; `kept` is where it keeps what it is told. */
export function plantedStore(
  planted: Partial<Steps> = {},
  kept: Map<string, Cutoffs> = new Map(),
): RevocationStore {
  const steps = { ...healthy, ...planted }
  const of = (key: string): Cutoffs => kept.get(key) ?? {}
  const read = (userId: string): Cutoffs => steps.answer(of(steps.key(userId)), of('app'))

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
      await steps.turn(() => steps.taken(changes).forEach(merge), changes)
      const states = changes.map(change => ('userId' in change ? read(change.userId) : of('app')))
      return steps.written(states, changes)
    },
    close: () => steps.close(),
  }
}
