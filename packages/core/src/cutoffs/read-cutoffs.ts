import type { Cutoffs } from './store.js'

/**
 * Returns what is in force for a user, synchronously where the store can.
 *
 * @throws {TokenProviderError} `revocation_state_unknown`
 */
export type ReadCutoffs = (userId: string) => Cutoffs | Promise<Cutoffs>
