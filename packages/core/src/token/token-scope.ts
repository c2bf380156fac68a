import { isRecord, memberOf } from '../primitives/is-record.js'
import { reservedName } from './claims.js'
import { writeMembers } from './write-json.js'

/** `type:id`, in visible ASCII. */
const CID = /^[!-9;-~]+:[!-~]+$/

/** The optional claims of a user token, besides its user id and its times. */
export interface TokenScope {
  /** The user's role in the calls of the token. */
  readonly role?: string | undefined
  /** Calls that the token is limited to, each `type:id`. */
  readonly callCids?: readonly string[] | undefined
  /** Channels that the token is limited to, each `type:id`. */
  readonly channelCids?: readonly string[] | undefined
  /** Custom claims: JSON values, without reserved names. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined
}

/** A scope that was read once and checked. It shares nothing with the app's object. */
export interface CheckedScope {
  readonly role?: string | undefined
  readonly callCids?: readonly string[] | undefined
  readonly channelCids?: readonly string[] | undefined
  /** The members of the custom claims, as JSON without the braces. */
  readonly claims?: string | undefined
}

/** Its members are its own, so that none is inherited from `Object.prototype`. */
export const NO_SCOPE: CheckedScope = Object.freeze({
  role: undefined,
  callCids: undefined,
  channelCids: undefined,
  claims: undefined,
})

/** Reads a scope once, and adds every rule that it breaks to `errors`; never a value. */
export function readScope(source: Readonly<Record<string, unknown>>, errors: string[]): CheckedScope {
  const role = memberOf(source, 'role')
  const callCids = memberOf(source, 'callCids')
  const channelCids = memberOf(source, 'channelCids')
  const claims = memberOf(source, 'claims')
  if (role === undefined && callCids === undefined && channelCids === undefined && claims === undefined)
    return NO_SCOPE
  return {
    role: readRole(role, errors),
    callCids: readCids('callCids', callCids, errors),
    channelCids: readCids('channelCids', channelCids, errors),
    claims: readClaimMembers(claims, errors),
  }
}

function readRole(role: unknown, errors: string[]): string | undefined {
  if (role === undefined || (typeof role === 'string' && role.trim() !== '')) return role
  errors.push('role must be a string that is not blank')
  return undefined
}

/** An empty list is refused: a reader could take it for "no limit". */
function readCids(name: string, list: unknown, errors: string[]): readonly string[] | undefined {
  if (list === undefined) return undefined
  const cids = Array.isArray(list) ? cidsOf(list) : []
  if (cids.length === 0) errors.push(`${name} must list at least one type:id`)
  return cids
}

/** Reads a list once; empty if one item is not a cid, or missing. */
function cidsOf(list: readonly unknown[]): readonly string[] {
  const cids: string[] = []
  const { length } = list
  for (let at = 0; at < length; at++) {
    const cid = list[at]
    if (typeof cid !== 'string' || !CID.test(cid)) return []
    cids.push(cid)
  }
  return cids
}

function readClaimMembers(claims: unknown, errors: string[]): string | undefined {
  if (claims === undefined) return undefined
  if (!isRecord(claims)) {
    errors.push('claims must be an object')
    return undefined
  }
  const members = writeMembers(claims, 0, name => {
    const reserved = reservedName(name)
    if (reserved === undefined) return
    const how =
      reserved === name ? 'the reserved name' : 'a name that equals, without case, the reserved name'
    errors.push(`claims must not contain ${how} ${reserved}`)
  })
  if (members === undefined) errors.push('claims must contain only JSON values, at most 32 levels deep')
  return members
}
