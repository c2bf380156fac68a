import { configInvalid } from '../errors/errors.js'
import type { BlockResult, RevocationResult } from '../errors/revocation-result.js'
import { isRecord } from '../primitives/is-record.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { parseBlockEnd, parseRevocationDate } from './revocation-date.js'
import type { RevokeOptions, Revoker } from './revoker.js'

/** The date of a revocation: tokens issued before it are void. RFC 3339 with a zone, or null to undo. */
export type RevocationDate = Date | string | null

/** How long a user is blocked, and where. */
export interface BlockOptions {
  /** When the block ends, a Date or RFC 3339. Default: never. */
  readonly until?: Date | string | undefined
  /** Whether Stream is to deactivate the user as well, so that no other token lets them in there. Default false. */
  readonly deactivate?: boolean | undefined
}

/** Where a block is to end. */
export interface UnblockOptions {
  /** Whether Stream is to reactivate the user as well. Default false. */
  readonly reactivate?: boolean | undefined
}

/** How an app revokes tokens and blocks users; the names are Stream's where Stream has one. */
export interface Commands {
  /**
   * Voids a user's tokens that were issued before a date; default: now. Null undoes it.
   * @throws {TokenProviderError} `revocation_invalid`, `date_in_future`, `revocation_not_stored`, `stream_api_failed`,
   * `config_invalid`
   * @see https://getstream.io/chat/docs/node/tokens_and_authentication/#token-revocation-by-user
   */
  revokeUserToken(userId: string, before?: RevocationDate, options?: RevokeOptions): Promise<RevocationResult>
  /** The same for several users. */
  revokeUsersToken(
    userIds: readonly string[],
    before?: RevocationDate,
    options?: RevokeOptions,
  ): Promise<RevocationResult>
  /**
   * Voids all user tokens of the app that were issued before a date. There is no default: everybody is meant.
   * @throws {TokenProviderError} as `revokeUserToken`
   * @see https://getstream.io/chat/docs/node/tokens_and_authentication/#token-revocation-by-application
   */
  revokeTokens(before: RevocationDate, options?: RevokeOptions): Promise<RevocationResult>
  /**
   * Gives a user no more tokens, and lets none be used here, until a date or for good.
   * @throws {TokenProviderError} `revocation_invalid`, `revocation_not_stored`, `stream_api_failed`, `config_invalid`
   */
  blockUser(userId: string, options?: BlockOptions): Promise<BlockResult>
  /** Ends a block; what was revoked stays revoked. */
  unblockUser(userId: string, options?: UnblockOptions): Promise<BlockResult>
}

/** Reads the arguments of the commands and has them carried out. */
export function createCommands(revoker: Revoker, now: () => NumericDate, clockSkew: number): Commands {
  const cutoffOf = (before: unknown): NumericDate | null => parseRevocationDate(before, now(), clockSkew)
  return {
    async revokeUserToken(userId, before, options) {
      checkOptions(options, REVOKE_OPTIONS)
      return revoker.users([userId], { cutoff: cutoffOf(before) }, options)
    },
    async revokeUsersToken(userIds, before, options) {
      checkOptions(options, REVOKE_OPTIONS)
      return revoker.users(userIds, { cutoff: cutoffOf(before) }, options)
    },
    async revokeTokens(before, options) {
      // Stream's client sends nothing for undefined, and so revokes nothing; a slip must not revoke everybody either.
      if (before === undefined) throw configInvalid(['revokeTokens: give a date, or null to undo'])
      checkOptions(options, REVOKE_OPTIONS)
      return revoker.app(cutoffOf(before), options)
    },
    async blockUser(userId, options = {}) {
      checkOptions(options, BLOCK_OPTIONS)
      const { until, deactivate } = options
      return revoker.block(userId, parseBlockEnd(until, now()), deactivate === true ? false : undefined)
    },
    async unblockUser(userId, options = {}) {
      checkOptions(options, UNBLOCK_OPTIONS)
      return revoker.block(userId, null, options.reactivate === true ? true : undefined)
    },
  }
}

/** The options by name, with the type of a flag; what is no flag is checked where it is read. */
type OptionTypes = Readonly<Record<string, 'boolean' | undefined>>

const REVOKE_OPTIONS: OptionTypes = { wait: 'boolean' }
const BLOCK_OPTIONS: OptionTypes = { until: undefined, deactivate: 'boolean' }
const UNBLOCK_OPTIONS: OptionTypes = { reactivate: 'boolean' }

/**
 * Refuses a misspelt option: `untill` would block for good, and `{ wait: 'false' }` wait.
 *
 * @throws {TokenProviderError} `config_invalid`
 */
function checkOptions(options: unknown, types: OptionTypes): void {
  if (options === undefined) return
  if (!isRecord(options)) throw configInvalid(['the options are an object'])
  const faults = Object.entries(options).flatMap(([name, value]) => {
    if (!Object.hasOwn(types, name)) return [`${name} is not an option`]
    const wrong = types[name] !== undefined && value !== undefined && typeof value !== types[name]
    return wrong ? [`${name} must be true or false`] : []
  })
  if (faults.length > 0) throw configInvalid(faults)
}
