import { configInvalid, isTokenProviderError } from '../errors/errors.js'
import { problemReply, type TokenReply } from '../http/token-reply.js'
import { isPlain, isRecord } from '../primitives/is-record.js'
import { isPromise } from '../primitives/waiting.js'
import { type CheckToken, directCheck } from '../token/check-token.js'
import type { VerifiedServerToken, VerifiedUserToken } from '../token/verified-token.js'
import type { HeadersSource } from './authorization.js'
import type { Anonymous, StreamAuth } from './stream-auth.js'

/** Marks, for `authenticate`, that a request without a token is not refused: it is then no mistake. */
const ANONYMOUS: unique symbol = Symbol.for('stream-token-provider.anonymous')

/** Whether the options of `authenticate` come from a guard that admits requests without a token. */
export function admitsAnonymous(options: unknown): boolean {
  return isRecord(options) && Reflect.get(options, ANONYMOUS) === true
}

/** The part of a token provider that a guard uses. */
export interface Authenticator {
  readonly authenticate: CheckToken<HeadersSource>
}

/** Options of a guard for user tokens. */
export interface GuardOptions {
  /**
   * Whether to accept a request without a token, as `{ kind: 'anonymous' }`. Default false. An invalid token is always
   * refused.
   */
  readonly anonymous?: boolean | undefined
  /**
   * What to do with a refused request: 'respond' sends the refusal, 'forward' passes the error to the framework's error
   * handler. Default 'respond'.
   */
  readonly onRefused?: 'respond' | 'forward' | undefined
}

/** Options of a guard that always requires a token. */
export type TokenGuardOptions = GuardOptions & { readonly anonymous?: false | undefined }

/** The claims of a request's token, or the reply that refuses the request. */
export type GuardResult<Auth extends StreamAuth = StreamAuth> =
  | { readonly auth: Auth }
  | { readonly reply: TokenReply }

/** Verifies a request's token, synchronously if the provider can. */
export type Guard<Auth extends StreamAuth = StreamAuth> = (
  source: HeadersSource,
) => GuardResult<Auth> | Promise<GuardResult<Auth>>

/**
 * Creates the check behind every adapter's `requireUserToken` and `requireServerToken`.
 *
 * @throws {TokenProviderError} `config_invalid`; with 'forward', the guard throws the errors of `authenticate`
 */
export function createGuard(
  provider: Authenticator,
  kind: 'server',
  options?: TokenGuardOptions,
): Guard<VerifiedServerToken>
export function createGuard(
  provider: Authenticator,
  kind: 'user',
  options?: TokenGuardOptions,
): Guard<VerifiedUserToken>
export function createGuard(
  provider: Authenticator,
  kind: 'user',
  options?: GuardOptions,
): Guard<VerifiedUserToken | Anonymous>
export function createGuard(provider: Authenticator, kind: 'user' | 'server', options?: GuardOptions): Guard
export function createGuard(
  provider: Authenticator,
  kind: 'user' | 'server',
  options: GuardOptions = {},
): Guard {
  const { anonymous, onRefused } = parseGuardOptions(kind, options)
  const check = directCheck(provider.authenticate)
  const checkOptions = { kind, [ANONYMOUS]: anonymous }
  const accept = (auth: StreamAuth): GuardResult => ({ auth })
  const refuse = (error: unknown): GuardResult => {
    if (!isTokenProviderError(error)) throw error
    if (anonymous && error.reason === 'token_missing') return { auth: { kind: 'anonymous' } }
    if (onRefused === 'forward') throw error
    return { reply: problemReply(error) }
  }
  return source => {
    try {
      const checked = check(source, checkOptions)
      return isPromise(checked) ? checked.then(accept, refuse) : accept(checked)
    } catch (error) {
      return refuse(error)
    }
  }
}

function parseGuardOptions(
  kind: 'user' | 'server',
  options: GuardOptions,
): { readonly anonymous: boolean; readonly onRefused: 'respond' | 'forward' } {
  // A guard that was passed on without a call receives a framework's request here.
  if (typeof options !== 'object' || options === null || !isPlain(options)) {
    throw configInvalid([
      'call the guard to create it: requireUserToken(), or requireUserToken({ … }) with its options in a plain object',
    ])
  }
  const { anonymous = false, onRefused = 'respond', ...unknown } = options
  if (kind === 'server' && anonymous !== false) {
    throw configInvalid(['requireServerToken always requires a token: remove the option anonymous'])
  }
  if (typeof anonymous !== 'boolean' || !['respond', 'forward'].includes(onRefused)) {
    throw configInvalid([
      "the options of a guard are anonymous: true or false, and onRefused: 'respond' or 'forward'",
    ])
  }
  const names = Object.keys(unknown)
  if (names.length > 0) throw configInvalid(names.map(name => `${name} is not an option of a guard`))
  return { anonymous, onRefused }
}
