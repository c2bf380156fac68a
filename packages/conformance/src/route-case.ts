import type { ErrorReason } from '@stream-token/core'
import type { AppSetting } from './app-settings.js'
import type { RawRequest } from './raw-request.js'

/** The expected response to a request. */
export type Expected =
  | {
      readonly kind: 'token'
      /** Default 'john'. */
      readonly userId?: string
      /** Seconds until the token expires; null: never. Default 3600. */
      readonly expiresIn?: number | null
      /** How many seconds `iat` is before the current time. Default 5. */
      readonly backdate?: number
      /** The claims of the payload in addition to `user_id`, `exp` and `iat`. */
      readonly claims?: Readonly<Record<string, unknown>>
      /** Whether the body is the bare token. */
      readonly text?: boolean
      /** The JSON of the response, in which `{token}` stands for the token. Default: the JSON of the token route. */
      readonly json?: unknown
    }
  /** The token of a new guest, for 30 minutes; with `text`, the bare token. */
  | { readonly kind: 'guest'; readonly text?: boolean }
  | {
      readonly kind: 'problem'
      readonly reason: ErrorReason
      readonly allow?: string
      /** Default: the value for the reason. */
      readonly retryAfter?: string
      /** Default: the sentence of the reason. */
      readonly detail?: string
    }
  /** Not for the endpoint. Hosts that cannot pass it on respond 404, or list the methods on OPTIONS to a route. */
  | { readonly kind: 'passed on'; readonly allow?: string }
  | {
      readonly kind: 'preflight'
      /** Default 'POST, OPTIONS'. */
      readonly methods?: string
      /** Default 'Authorization, Content-Type'. */
      readonly headers?: string
    }
  /** 204 with the methods, and without CORS headers. */
  | { readonly kind: 'allow'; readonly allow: string }
  /** A JSON response of the revocation routes. */
  | { readonly kind: 'json'; readonly body: unknown }
  /** Accepted by a guard; `found` is the caller. */
  | { readonly kind: 'guarded'; readonly found: Readonly<Record<string, unknown>> }
  /** Sent by the app's own log-out handler. */
  | { readonly kind: 'logged out' }
  /** Thrown to the framework's own error handler. */
  | { readonly kind: 'thrown'; readonly reason: ErrorReason }

/** A request and its expected response, as data. */
export interface RouteCase {
  /** Describes the request; unique. */
  readonly id: string
  /** Default 'standard'. */
  readonly setting?: AppSetting
  /** The user who is signed in: the value of the header {@link TEST_USER}. Default 'john'; null: no header. */
  readonly user?: string | null
  readonly request: RawRequest
  readonly expected: Expected
  /** The origin that CORS headers must allow; undefined: none. */
  readonly openTo?: string
  /** Whether the case takes long; it is then sent only to set-ups with the host's first mount. */
  readonly isSlow?: boolean
}

/** Creates a case that expects a refusal. */
export function refusal(
  id: string,
  request: RawRequest,
  reason: ErrorReason,
  others: Partial<RouteCase> = {},
): RouteCase {
  return { id, request, expected: { kind: 'problem', reason }, ...others }
}

/** Creates a case that expects a token for john. */
export function success(id: string, request: RawRequest, others: Partial<RouteCase> = {}): RouteCase {
  return { id, request, expected: { kind: 'token' }, ...others }
}

/** Creates a case with a request that is not for the endpoint. */
export function passedOn(id: string, request: RawRequest, others: Partial<RouteCase> = {}): RouteCase {
  return { id, request, expected: { kind: 'passed on' }, ...others }
}
