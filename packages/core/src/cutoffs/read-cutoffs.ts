import type { Cutoffs } from './store.js'

/**
 * Returns the cutoffs and the block in force for a user, synchronously if the store can.
 *
 * @throws {TokenProviderError} `revocation_state_unknown`
 */
export type ReadCutoffs = (userId: string) => Cutoffs | Promise<Cutoffs>
