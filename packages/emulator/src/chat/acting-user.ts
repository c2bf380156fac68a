import type { ApiCall } from '../http/route.js'
import { isJsonObject, type JsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'
import { assertUsersExist } from './assert-users-exist.js'

/** The user who acts: the owner of the user token, or the one whom the server names as `user_id` or `user`. */
export function actingUser({ app, caller }: Pick<ApiCall, 'app' | 'caller'>, json: JsonObject): string {
  if (caller.kind === 'anonymous') throw new StreamError(17, 'anonymous users are not allowed to do this')
  const { user_id = isJsonObject(json.user) ? json.user.id : undefined } = json
  const userId = caller.kind === 'user' ? caller.userId : user_id
  if (typeof userId !== 'string')
    throw new StreamError(4, 'either user or user_id must be provided when using server side auth.')
  assertUsersExist(app, [userId])
  return userId
}
