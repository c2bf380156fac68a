import { parseBlockEnd, parseRevocationDate } from '../cutoffs/revocation-date.js'
import { configInvalid } from '../errors/errors.js'
import type { BlockResult, RevocationResult } from '../errors/revocation-result.js'
import { isPlain, isRecord } from '../primitives/is-record.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import type { RevokeOptions, Revoker } from './revoker.js'

/**
 * The date of a revocation, its cutoff: tokens issued before it are revoked. A Date or an RFC 3339 string with a time
 * zone; null undoes the revocation.
 */
export type RevocationDate = Date | string | null

/** The options of `blockUser`. */
export interface BlockOptions {
  /** When the block ends: a Date, or an RFC 3339 string with a time zone. Default: never. Not with `deactivate`. */
  readonly until?: Date | string | undefined
  /** Whether to deactivate the user at Stream as well, so that Stream refuses all their tokens. Default false. */
  readonly deactivate?: boolean | undefined
}

/** The options of `unblockUser`. */
export interface UnblockOptions {
  /** Whether to reactivate the user at Stream as well. Default false. */
  readonly reactivate?: boolean | undefined
}

/** The methods that revoke tokens and block users, with the names of Stream's SDK where it has them. */
export interface Commands {
  /**
   * Revokes a user's tokens that were issued before a date. Default: now; null undoes the revocation.
   * @throws {TokenProviderError} `revocation_invalid`, `date_in_future`, `revocation_not_stored`, `stream_api_failed`,
   * `config_invalid`
   * @see https://getstream.io/chat/docs/node/tokens_and_authentication/#token-revocation-by-user
   */
  revokeUserToken(userId: string, before?: RevocationDate, options?: RevokeOptions): Promise<RevocationResult>
  /** Revokes a user's tokens now; `{ wait: false }` resolves once stored. */
  revokeUserToken(userId: string, options: RevokeOptions): Promise<RevocationResult>
  /** Like `revokeUserToken`, for several users. */
  revokeUsersToken(
    userIds: readonly string[],
    before?: RevocationDate,
    options?: RevokeOptions,
  ): Promise<RevocationResult>
  revokeUsersToken(userIds: readonly string[], options: RevokeOptions): Promise<RevocationResult>
  /**
   * Revokes all user tokens of the app that were issued before a date; null undoes the revocation. There is no default
   * date, because this affects every user.
   * @throws {TokenProviderError} as `revokeUserToken`
   * @see https://getstream.io/chat/docs/node/tokens_and_authentication/#token-revocation-by-application
   */
  revokeTokens(before: RevocationDate, options?: RevokeOptions): Promise<RevocationResult>
  /**
   * Blocks a user until a date or for good: the user gets no new tokens, and their tokens are refused here.
   * @throws {TokenProviderError} `revocation_invalid`, `revocation_not_stored`, `stream_api_failed`, `config_invalid`
   */
  blockUser(userId: string, options?: BlockOptions): Promise<BlockResult>
  /** Ends a block. Revoked tokens stay revoked. */
  unblockUser(userId: string, options?: UnblockOptions): Promise<BlockResult>
}

/** Creates the commands. They check their arguments and call the revoker. */
export function createCommands(revoker: Revoker, now: () => NumericDate, clockSkew: number): Commands {
  const revokeUsers = async (
    userIds: readonly string[],
    dateOrOptions: RevocationDate | RevokeOptions | undefined,
    lastOptions: RevokeOptions | undefined,
  ): Promise<RevocationResult> => {
    const alone = isRecord(dateOrOptions) && isPlain(dateOrOptions)
    if (alone && lastOptions !== undefined) throw configInvalid(['pass the options once'])
    const options = readOptions(alone ? dateOrOptions : lastOptions, REVOKE_OPTIONS)
    const cutoff = parseRevocationDate(alone ? undefined : dateOrOptions, now(), clockSkew)
    return revoker.users(userIds, { cutoff }, options)
  }
  return {
    revokeUserToken: async (
      userId: string,
      before?: RevocationDate | RevokeOptions,
      options?: RevokeOptions,
    ) => revokeUsers([userId], before, options),
    revokeUsersToken: async (
      userIds: readonly string[],
      before?: RevocationDate | RevokeOptions,
      options?: RevokeOptions,
    ) => revokeUsers(userIds, before, options),
    async revokeTokens(before, options) {
      // An undefined date must not revoke everybody's tokens by mistake. Stream's client revokes nothing then.
      if (before === undefined) throw configInvalid(['revokeTokens: pass a date, or null to undo'])
      const checked = readOptions(options, REVOKE_OPTIONS)
      return revoker.app(parseRevocationDate(before, now(), clockSkew), checked)
    },
    async blockUser(userId, options) {
      const { until, deactivate } = readOptions(options, BLOCK_OPTIONS)
      if (deactivate === true && until !== undefined)
        throw configInvalid([
          'until and deactivate exclude each other: Stream knows no end of a deactivation',
        ])
      return revoker.block(userId, parseBlockEnd(until, now()), deactivate === true ? false : undefined)
    },
    async unblockUser(userId, options) {
      const { reactivate } = readOptions(options, UNBLOCK_OPTIONS)
      return revoker.block(userId, null, reactivate === true ? true : undefined)
    },
  }
}

/** The options by name, with the type of a flag. Other options are checked where they are parsed. */
type OptionTypes = Readonly<Record<string, 'boolean' | undefined>>

const REVOKE_OPTIONS: OptionTypes = { wait: 'boolean' }
const BLOCK_OPTIONS: OptionTypes = { until: undefined, deactivate: 'boolean' }
const UNBLOCK_OPTIONS: OptionTypes = { reactivate: 'boolean' }

/**
 * Reads options once. Refuses unknown ones and flags of a wrong type: with `untill` a block would never end, and
 * `{ wait: 'false' }` would wait.
 *
 * @throws {TokenProviderError} `config_invalid`
 */
function readOptions<Options extends object>(
  options: Options | undefined,
  types: OptionTypes,
): Partial<Options> {
  if (options === undefined) return {}
  if (!isRecord(options)) throw configInvalid(['the options must be an object'])
  const copy: Partial<Options> = { ...options }
  const errors = Object.entries(copy).flatMap(([name, value]) => {
    if (!Object.hasOwn(types, name)) return [`${name} is not an option`]
    const wrong = types[name] !== undefined && value !== undefined && typeof value !== types[name]
    return wrong ? [`${name} must be true or false`] : []
  })
  if (errors.length > 0) throw configInvalid(errors)
  return copy
}
