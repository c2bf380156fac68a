import { readRevokeDate } from '../auth/read-revoke-date.js'
import type { Route } from '../http/route.js'
import { announceUser } from '../users/announce-user.js'
import { assertMayChange } from '../users/assert-may-change.js'
import { assertBatchSize, writeUsers } from '../users/user-batch.js'
import { readUser } from '../users/user-json.js'
import type { UserDetails } from '../users/users.js'
import { isJsonObject, type JsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'

/** Changes fields of users and revokes their tokens. If one user is refused, nothing changes. Users may change themselves. */
export const updateUsersPartial: Route = {
  operation: 'UpdateUsersPartial',
  method: 'PATCH',
  endpoints: ['/users'],
  serverOnly: false,
  handle: ({ app, caller, request, body }) => {
    const users: readonly unknown[] = isJsonObject(body) && Array.isArray(body.users) ? body.users : []
    assertBatchSize(users)
    const patches = users.map(readPatch)
    for (const { id, changed } of patches) {
      assertMayChange(caller, id, changed)
      app.users.known(id)
      app.users.assertUsable(id)
    }
    const written = patches.map(({ id, revokeDate, details, unset }) => {
      if (revokeDate !== undefined) app.revokeDates.setUser(id, revokeDate)
      return app.users.merge(id, details, unset)
    })
    for (const { id } of written) announceUser(app, 'user.updated', id)
    return writeUsers(app, request.generation, written)
  },
}

interface UserPatch {
  readonly id: string
  readonly details: UserDetails
  readonly unset: readonly string[]
  readonly revokeDate: number | null | undefined
  /** All names that the patch sets or unsets. */
  readonly changed: JsonObject
}

function readPatch(json: unknown): UserPatch {
  const { id, set = {}, unset = [] } = isJsonObject(json) ? json : {}
  if (typeof id !== 'string' || !isJsonObject(set) || !isStrings(unset))
    throw new StreamError(4, 'each user must have an id; set must be an object and unset a list')
  const revokeDate = unset.includes('revoke_tokens_issued_before') ? null : readRevokeDate(set)
  // In this endpoint both generations mix the app's own fields with Stream's.
  const changed = { ...set, ...Object.fromEntries(unset.map(name => [name, null])) }
  return { id, details: readUser(set, 'v1'), unset, revokeDate, changed }
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string')
}
