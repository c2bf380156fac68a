import type { Caller } from '../auth/authenticate.js'
import type { JsonObject } from '../wire/json-object.js'
import { StreamError } from '../wire/stream-error.js'

/** Fields by which users would give themselves more rights. */
const SERVERS_OWN = ['role', 'teams', 'teams_role', 'revoke_tokens_issued_before']

/** Throws unless the caller may change these fields: the server may change all, a user its own, but not its rights. */
export function assertMayChange(caller: Caller, id: string, fields: JsonObject): void {
  if (caller.kind === 'server') return
  if (caller.kind !== 'user' || caller.userId !== id)
    throw new StreamError(17, 'only the server can change other users')
  const field = SERVERS_OWN.find(name => name in fields)
  if (field !== undefined) throw new StreamError(17, `only the server can set ${field}`)
}
