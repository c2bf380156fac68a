import type { RevocationState } from './store.js'

/**
 * Returns what is in force for a user, or with undefined for all, synchronously if the store can. With `fresh`, not from
 * a copy.
 *
 * @throws {TokenProviderError} `revocation_state_unknown`
 */
export type ReadState = (
  userId: string | undefined,
  fresh?: boolean,
) => RevocationState | Promise<RevocationState>
