import { assertMayChange } from '../assert-may-change.js'
import { announceUser } from '../chat/announce-user.js'
import { isJsonObject, type JsonObject } from '../json-object.js'
import { readRevokeDate } from '../read-revoke-date.js'
import type { Route } from '../route.js'
import { StreamError } from '../stream-error.js'
import { assertBatchSize, writeUsers } from '../user-batch.js'
import { readUser } from '../user-json.js'
import type { UserDetails } from '../users.js'

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
