import type { Revocation, RevocationState, RevocationStore } from '../../src/cutoffs/store.js'
import { createMemoryStore } from '../../src/revocation/memory-store.js'
import type { Network } from './network.js'

/** A store that several processes share over a network. */
export interface StoreModel {
  /** What the server has. */
  read(userId: string | undefined): RevocationState
  /** The store as one process sees it: with a copy of what it has seen, or asking the server each time. */
  connect(hasCopy: boolean): RevocationStore
  /** From now on, no write is confirmed and lost. */
  heal(): void
}

/** How long a lost write may stay under way after its sender has given up, in seconds. */
export const LATE_WRITE = 8

export const READ_TIMEOUT = 0.5
export const WRITE_TIMEOUT = 2

/** Creates the store. A share of its writes is confirmed and lost. */
export function createStore(network: Network, random: () => number, lying: number): StoreModel {
  const server = createMemoryStore(1000)
  const serverRead = (userId: string | undefined): RevocationState => server.read(userId) as RevocationState
  let rate = lying
  const readServer = (userId: string | undefined): Promise<RevocationState> =>
    network.send(() => serverRead(userId), READ_TIMEOUT, 0)

  const keep = (changes: readonly Revocation[]): readonly RevocationState[] => {
    if (random() < rate) return changes.map(() => ({}))
    void server.write(changes)
    return changes.map(change => serverRead('userId' in change ? change.userId : undefined))
  }

  return {
    read: serverRead,
    heal() {
      rate = 0
    },
    connect(hasCopy) {
      const copy = createMemoryStore(1000)
      const keepCopy = (
        userId: string | undefined,
        { user, app, block }: RevocationState,
      ): RevocationState => {
        if (userId !== undefined) void copy.write([{ userId, cutoff: user, block }])
        void copy.write([{ app: true, cutoff: app }])
        return copy.read(userId) as RevocationState
      }
      return {
        async write(changes) {
          const states = await network.send(() => keep(changes), WRITE_TIMEOUT, LATE_WRITE)
          if (!hasCopy) return states
          return states.map((state, at) => {
            const change = changes[at]
            return keepCopy(change !== undefined && 'userId' in change ? change.userId : undefined, state)
          })
        },
        read(userId, { fresh = false } = {}) {
          if (!hasCopy) return readServer(userId)
          return fresh ? readServer(userId).then(state => keepCopy(userId, state)) : copy.read(userId)
        },
      }
    },
  }
}
