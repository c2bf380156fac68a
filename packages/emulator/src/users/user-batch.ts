import type { EmulatedApp } from '../emulated-app.js'
import type { JsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'
import type { Generation } from '../wire/wire-date.js'
import { writeUser } from './user-json.js'
import type { EmulatedUser } from './users.js'

const MOST_USERS = 100

/** Throws if Stream would refuse the batch for its size. */
export function assertBatchSize(users: readonly unknown[]): void {
  if (users.length < 1 || users.length > MOST_USERS)
    throw new StreamError(4, `users must contain 1 to ${MOST_USERS} items`)
}

/** Writes a batch for a response: each user by its id, with the fields that only the server may see. */
export function writeUsers(
  app: EmulatedApp,
  generation: Generation,
  users: readonly EmulatedUser[],
): JsonObject {
  const written = users.map(user => [user.id, writeUser(user, generation, app.revokeDates.ofUser(user.id))])
  return { users: Object.fromEntries(written) }
}
