/**
 * The rooms of core (the folders of its `src`), top to bottom. A module may import from its own room and from rooms below
 * it. `index.ts`, `adapter.ts` and `store.ts` are above all rooms.
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

/** The maximum number of files at the top level of a room. */
export const MAX_FILES_IN_ROOM = 15

/** The maximum number of files outside the rooms. */
export const MAX_FILES_OUTSIDE_ROOMS = 8
