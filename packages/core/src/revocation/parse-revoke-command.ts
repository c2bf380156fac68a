import * as z from 'zod/mini'
import { parseBlockEnd, parseRevocationDate } from '../cutoffs/revocation-date.js'
import { TokenProviderError } from '../errors/errors.js'
import { withoutPrototype } from '../primitives/is-record.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import type { RevokeCommand } from '../settings/revocation-command.js'
import { isUserId } from '../token/claims.js'
import type { JsonObject } from '../token/strict-json.js'
import type { UserChange } from './revoker.js'

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
 * Parses the body of `POST /revocations`. Null is refused: Stream reads it as undo, and here a value that may just be
 * missing must not undo anything.
 *
 * @throws {TokenProviderError} `revocation_invalid`
 */
export function parseRevokeCommand(body: JsonObject): RevokeCommand {
  const { data } = schema.safeParse(withoutPrototype(body))
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
 * Converts a command into a change. A block alone sets no cutoff.
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
