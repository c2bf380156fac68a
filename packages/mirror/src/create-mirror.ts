import type { NumericDate, Revocation, RevocationStore } from '@stream-token/core'
import type { MirrorSource, Snapshot } from './mirror-source.js'

/** A store that keeps revocations at a server. */
export interface MirroredStore extends RevocationStore {
  /** Reads all that the server keeps. */
  snapshot(): Promise<Snapshot>
  /** Merges what another server keeps. */
  merge(changes: readonly Revocation[], floor?: NumericDate): Promise<void>
}

/** Creates a store over a server. */
export function createMirror(source: MirrorSource): MirroredStore {
  const { signal } = new AbortController()
  return {
    ...(source.name !== undefined && { name: source.name }),
    open: context => source.open?.(context),
    async read(userId) {
      const { states } = await source.read(userId, 20, signal)
      return states[0] ?? {}
    },
    async write(changes) {
      return (await source.write(changes, undefined, signal)).states
    },
    snapshot: () => source.load(signal),
    async merge(changes, floor) {
      await source.write(changes, floor, signal)
    },
    async close() {
      await source.close?.()
    },
  }
}
