import type { ErrorReason } from '@stream-token/core'
import type { AppSetting } from './app-settings.js'
import type { RawRequest } from './raw-request.js'

/** What a request must be answered with. */
export type Expected =
  | {
      readonly kind: 'token'
      /** Default 'john'. */
      readonly userId?: string
      /** Seconds until it expires; null: never. Default 3600. */
      readonly expiresIn?: number | null
      /** How many seconds `iat` is behind. Default 5. */
      readonly backdate?: number
      /** What the payload says beside `user_id`, `exp` and `iat`. */
      readonly claims?: Readonly<Record<string, unknown>>
      /** Whether the answer is the bare token. */
      readonly text?: boolean
    }
  | {
      readonly kind: 'problem'
      readonly reason: ErrorReason
      readonly allow?: string
      /** Default: the reason's own. */
      readonly retryAfter?: string
    }
  /** It is not for the endpoint; hosts that cannot pass it on answer 404 or, to OPTIONS of a route, tell its methods. */
  | { readonly kind: 'passed on'; readonly allow?: string }
  | { readonly kind: 'preflight' }
  /** An answer of the routes of revocation, as JSON. */
  | { readonly kind: 'json'; readonly body: unknown }
  /** A guard let it pass, and this is what it found. */
  | { readonly kind: 'guarded'; readonly found: Readonly<Record<string, unknown>> }
  /** It was left to the framework's own error handler. */
  | { readonly kind: 'thrown'; readonly reason: ErrorReason }

/** A request and its answer, as data. */
export interface RouteCase {
  /** Says what is sent; unique. */
  readonly id: string
  /** Default 'standard'. */
  readonly setting?: AppSetting
  /** Who is signed in: the header of {@link TEST_USER}. Default 'john'; null: the header is not sent. */
  readonly user?: string | null
  readonly request: RawRequest
  readonly expected: Expected
  /** The origin that the answer must be open to; without it, to none. */
  readonly openTo?: string
  /** Whether it takes long; then it is sent where the endpoint is mounted at the host's first mount, and not at each. */
  readonly isSlow?: boolean
}

/** A request that must be answered with a refusal. */
export function refusal(
  id: string,
  request: RawRequest,
  reason: ErrorReason,
  others: Partial<RouteCase> = {},
): RouteCase {
  return { id, request, expected: { kind: 'problem', reason }, ...others }
}

/** A request that must be answered with a token for john. */
export function success(id: string, request: RawRequest, others: Partial<RouteCase> = {}): RouteCase {
  return { id, request, expected: { kind: 'token' }, ...others }
}

/** A request that is not for the endpoint. */
export function passedOn(id: string, request: RawRequest, others: Partial<RouteCase> = {}): RouteCase {
  return { id, request, expected: { kind: 'passed on' }, ...others }
}
