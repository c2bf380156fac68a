import { ERROR_REASONS, type ErrorReason } from './error-reasons.js'
import type { BlockResult, RevocationResult } from './revocation-result.js'
import { sharedInProcess } from './shared-in-process.js'

const BRAND = Symbol.for('stream-token-provider.error')

/** What can differ between two errors with the same reason. */
export interface TokenProviderErrorInit {
  /** For the developer; names options and rules, never a value. Default: the reason's `detail`. */
  readonly message?: string
  /** What the operator can do. Default: the reason's own. */
  readonly action?: string
  /** Added to the reason's own headers. */
  readonly headers?: Readonly<Record<string, string>>
  /** What was done despite the error. */
  readonly result?: RevocationResult | BlockResult
}

/**
 * The one error class of this package, with a `reason` to branch on and what an HTTP framework needs to respond.
 *
 * It never contains a token, a secret or a claim value.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3.1
 */
export class TokenProviderError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: a class that extends this one asks here too
    return this === TokenProviderError ? isTokenProviderError(value) : super[Symbol.hasInstance](value)
  }

  override readonly name = 'TokenProviderError'
  readonly reason: ErrorReason
  /** The HTTP status of the response. */
  readonly status: number
  /** Same as `status`, under the name that Express and Koa read. */
  readonly statusCode: number
  /** Whether the message may be shown to a client. */
  readonly expose: boolean
  /** Stream's error code (5, 40, 41, 42 or 43), if the reason has one. */
  declare readonly streamCode?: number
  /** What the operator can do about it. */
  declare readonly action?: string
  readonly headers: Readonly<Record<string, string>>
  /** Set with `stream_api_failed`: what is stored, and what did not reach Stream. */
  declare readonly result?: RevocationResult | BlockResult

  constructor(reason: ErrorReason, init: TokenProviderErrorInit = {}) {
    const facts = ERROR_REASONS[reason]
    super(init.message ?? facts.detail)
    this.reason = reason
    this.status = facts.status
    this.statusCode = facts.status
    this.expose = facts.status < 500
    if (facts.streamCode !== undefined) this.streamCode = facts.streamCode
    const action = init.action ?? facts.action
    if (action !== undefined) this.action = action
    this.headers = {
      ...(facts.challenge !== undefined && { 'www-authenticate': facts.challenge }),
      ...(facts.retryAfter !== undefined && { 'retry-after': String(facts.retryAfter) }),
      ...init.headers,
    }
    if (init.result !== undefined) this.result = init.result
    Object.defineProperty(this, BRAND, { value: true })
  }
}

/**
 * Whether a value is a {@link TokenProviderError}, including one from another copy of this package.
 *
 * @example
 * ```ts
 * import { createTokenProvider, isTokenProviderError } from '@stream-token/core'
 *
 * const provider = createTokenProvider({ apiKey: 'key', apiSecret: 'a-secret-of-at-least-thirty-two-bytes' })
 * await provider.verifyToken('not a token').catch((error: unknown) => {
 *   if (isTokenProviderError(error)) console.log(error.reason, error.streamCode) // token_malformed 5
 * })
 * ```
 */
export function isTokenProviderError(value: unknown): value is TokenProviderError {
  try {
    return typeof value === 'object' && value !== null && BRAND in value
  } catch {
    // A revoked proxy: anything can be thrown.
    return false
  }
}

/** Creates the error for wrong options or arguments; each string names a rule, never a value. */
export function configInvalid(errors: readonly string[]): TokenProviderError {
  return new TokenProviderError('config_invalid', { message: `${[...new Set(errors)].join('; ')}.` })
}

/**
 * Creates the refusal of a request by nobody who is signed in: throw it in `verifyUser`, or return null.
 */
export function unauthenticated(): TokenProviderError {
  return new TokenProviderError('unauthenticated')
}

/** Creates the refusal of a user who may not have a token: throw it in `verifyUser`. */
export function forbidden(): TokenProviderError {
  return new TokenProviderError('forbidden')
}

const causes = sharedInProcess('causes', WeakMap<object, unknown>)

/** Stores what the app threw outside of the error, so that printing the error does not print the app's values. */
export function withCause(error: TokenProviderError, cause: unknown): TokenProviderError {
  causes.set(error, cause)
  return error
}

/** Returns what {@link withCause} stored. */
export function causeOf(error: TokenProviderError): unknown {
  return causes.get(error)
}
