import type { EmulatedApp } from './emulated-app.js'
import type { JsonObject } from './json-object.js'
import { StreamError } from './stream-error.js'
import { writeUser } from './user-json.js'
import type { EmulatedUser } from './users.js'
import type { Generation } from './wire-date.js'

const MOST_USERS = 100

/** Refuses a batch that Stream refuses for its size. */
export function refuseMany(users: readonly unknown[]): void {
  if (users.length < 1 || users.length > MOST_USERS)
    throw new StreamError(4, `users must contain 1 to ${MOST_USERS} items`)
}

/** Answers a batch: each user under its id, with what only the server may see. */
export function writeUsers(
  app: EmulatedApp,
  generation: Generation,
  users: readonly EmulatedUser[],
): JsonObject {
  const written = users.map(user => [user.id, writeUser(user, generation, app.revokeDates.ofUser(user.id))])
  return { users: Object.fromEntries(written) }
}
