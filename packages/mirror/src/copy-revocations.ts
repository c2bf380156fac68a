import type { MirroredStore } from './mirrored-store.js'

/**
 * Copies all revocations of one store to another, to move to another server or to another kind of store. The larger pair
 * wins, so it can be repeated, and both stores can be in use meanwhile.
 *
 * A store that no provider uses must be opened before: its API key is part of where it keeps its data.
 */
export async function copyRevocations(from: MirroredStore, to: MirroredStore): Promise<void> {
  const { floor, parts } = await from.snapshot()
  if (floor !== undefined) await to.merge([], floor)
  for await (const changes of parts) await to.merge(changes)
}
