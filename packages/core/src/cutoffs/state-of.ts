import type { RevocationState } from './store.js'

/** A state without members that are undefined. */
export function stateOf(
  user: RevocationState['user'],
  app: RevocationState['app'],
  block: RevocationState['block'],
  floor: RevocationState['floor'],
): RevocationState {
  // The usual case first: spreads take longer than a look-up.
  if (user !== undefined && app === undefined && block === undefined && floor === undefined) return { user }
  return {
    ...(user !== undefined && { user }),
    ...(app !== undefined && { app }),
    ...(block !== undefined && { block }),
    ...(floor !== undefined && { floor }),
  }
}
