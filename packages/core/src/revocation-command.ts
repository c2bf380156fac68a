import * as z from 'zod/mini'
import { isUserId } from './claims.js'
import { TokenProviderError } from './errors.js'
import type { NumericDate } from './numeric-date.js'
import { parseBlockEnd, parseRevocationDate } from './revocation/revocation-date.js'
import type { UserChange } from './revocation/store.js'
import type { JsonObject } from './strict-json.js'

/** What a caller of the revocation routes asks for, as `authorizeRevocation` is shown it. */
export type RevocationCommand = ReadCommand | RevokeCommand

/** To be told what is in force for a user. */
export interface ReadCommand {
  readonly action: 'read'
  readonly userId: string
}

/** To revoke, block, or undo either. */
export interface RevokeCommand {
  readonly action: 'revoke'
  /** The users it is about; without them it is about the app. */
  readonly userIds?: readonly string[]
  /** The date as it was sent, RFC 3339; null: undo; absent: now, or only the block changes. */
  readonly before?: string | null
  /** true: for good; RFC 3339: until then; false: no more. */
  readonly block?: boolean | string
}

/** How many users one request can revoke. */
const MAX_USERS = 1000

const schema = z.strictObject({
  userIds: z.optional(
    z.array(z.string().check(z.refine(isUserId))).check(z.minLength(1), z.maxLength(MAX_USERS)),
  ),
  app: z.optional(z.literal(true)),
  before: z.optional(z.string()),
  undo: z.optional(z.literal(true)),
  block: z.optional(z.union([z.boolean(), z.string()])),
})

/**
 * Reads the body of `POST /revocations`. A null is refused: with Stream it means undo, and here nothing is undone by
 * what may be a missing value.
 *
 * @throws {TokenProviderError} `revocation_invalid`
 */
export function parseRevokeCommand(body: JsonObject): RevokeCommand {
  const { data } = schema.safeParse(body)
  if (data === undefined) throw new TokenProviderError('revocation_invalid')
  const { userIds, app, before, undo, block } = data
  const bothOrNone = (userIds === undefined) === (app === undefined)
  if (
    bothOrNone ||
    (before !== undefined && undo !== undefined) ||
    (app !== undefined && block !== undefined)
  ) {
    throw new TokenProviderError('revocation_invalid')
  }
  return {
    action: 'revoke',
    ...(userIds !== undefined && { userIds }),
    ...(undo !== undefined ? { before: null } : before !== undefined && { before }),
    ...(block !== undefined && { block }),
  }
}

/**
 * Turns a command into the change that it asks for; a block on its own revokes nothing by date.
 *
 * @throws {TokenProviderError} `revocation_invalid`, `date_in_future`
 */
export function changeOf({ before, block }: RevokeCommand, now: NumericDate, clockSkew: number): UserChange {
  return {
    ...((before !== undefined || block === undefined) && {
      cutoff: parseRevocationDate(before, now, clockSkew),
    }),
    ...(block !== undefined && { block: blockOf(block, now) }),
  }
}

function blockOf(block: boolean | string, now: NumericDate): NumericDate | 'forever' | null {
  if (typeof block === 'string') return parseBlockEnd(block, now)
  return block ? 'forever' : null
}
