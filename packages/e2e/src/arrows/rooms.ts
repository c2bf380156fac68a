/**
 * Core's rooms, top to bottom. A module imports from its own room and from the rooms below it. `index.ts` and `adapter.ts`
 * stand above all rooms.
 */
export const rooms: readonly string[] = [
  'node',
  'provider',
  'endpoint',
  'guard',
  'http',
  'revocation',
  'stream-api',
  'token',
  'settings',
  'events',
  'cutoffs',
  'primitives',
  'errors',
]

/** The most files that a room holds at its top level. */
export const MOST_FILES_IN_ROOM = 15

/** The most files that stand beside the rooms. */
export const MOST_FILES_BESIDE_ROOMS = 8
