import { configInvalid } from '../errors/errors.js'
import { isRecord, memberOf } from '../primitives/is-record.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { type Lifetime, NO_LIFETIME, readLifetime } from '../settings/lifetime.js'
import { userIdError } from './claims.js'
import { type CheckedScope, NO_SCOPE, readScope, type TokenScope } from './token-scope.js'

/** The options of {@link TokenProvider.createToken}. */
export interface CreateTokenOptions extends TokenScope, Lifetime {}

/** What a token is minted from: options that were read once and checked. */
export interface MintOptions extends CheckedScope, Lifetime {}

const OPTION_NAMES: ReadonlySet<string> = new Set([
  ...['expiresIn', 'expiresAt', 'issuedAt'],
  ...['role', 'callCids', 'channelCids', 'claims'],
])

const DEFAULTS: MintOptions = Object.freeze({ ...NO_LIFETIME, ...NO_SCOPE })

/**
 * Reads the arguments of `createToken` once, and checks what it has read.
 *
 * @throws {TokenProviderError} `config_invalid`, naming every rule that is broken
 */
export function readCreateTokenOptions(userId: unknown, options: unknown, now: NumericDate): MintOptions {
  const errors: string[] = []
  const idError = userIdError(userId)
  if (idError !== undefined) errors.push(idError)
  const read = options === undefined ? DEFAULTS : readOptions(options, now, errors)
  if (errors.length > 0) throw configInvalid([`createToken: ${errors.join('; ')}`])
  return read
}

function readOptions(options: unknown, now: NumericDate, errors: string[]): MintOptions {
  if (!isRecord(options)) {
    errors.push('the options must be an object')
    return DEFAULTS
  }
  for (const name of Object.keys(options)) if (!OPTION_NAMES.has(name)) errors.push(`unknown option ${name}`)
  const times = {
    expiresIn: memberOf(options, 'expiresIn'),
    expiresAt: memberOf(options, 'expiresAt'),
    issuedAt: memberOf(options, 'issuedAt'),
  }
  const lifetime = readLifetime(times, now, errors)
  return { ...lifetime, ...readScope(options, errors) }
}
