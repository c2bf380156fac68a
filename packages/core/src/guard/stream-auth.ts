import { sharedInProcess } from '../errors/shared-in-process.js'
import type { VerifiedServerToken, VerifiedUserToken } from '../token/verified-token.js'

/** The result for a request without a token, accepted by a guard with `anonymous: true`. */
export interface Anonymous {
  readonly kind: 'anonymous'
}

/** The result of a guard: a verified user or server token, or no token if the guard does not require one. */
export type StreamAuth = VerifiedUserToken | VerifiedServerToken | Anonymous

/** Which results `getStreamAuth` returns. */
export interface StreamAuthOptions {
  /** Whether to also return a server token or an anonymous result, instead of throwing. Default false. */
  readonly anyKind?: boolean | undefined
}

/** Stored outside the request: other middleware could overwrite a property of the request. */
const results = sharedInProcess('stream-auth', WeakMap<object, StreamAuth>)

/** Stores a guard's result for a request, or for the framework object that represents the request. */
export function setStreamAuth(request: object, auth: StreamAuth): void {
  results.set(request, auth)
}

/**
 * Returns the guard's result for a request.
 *
 * @throws {Error} if no guard ran, or if the result is not a user token and `anyKind` is not set
 */
export function getStreamAuth(
  request: object,
  options?: StreamAuthOptions & { readonly anyKind?: false | undefined },
): VerifiedUserToken
export function getStreamAuth(request: object, options: StreamAuthOptions): StreamAuth
export function getStreamAuth(request: object, { anyKind = false }: StreamAuthOptions = {}): StreamAuth {
  const auth = results.get(request)
  if (auth === undefined) {
    throw new Error('No guard ran: add requireUserToken() or requireServerToken() before this handler.')
  }
  if (auth.kind !== 'user' && !anyKind) {
    throw new Error(
      `The guard found no user token (${auth.kind}): use getStreamAuth(…, { anyKind: true }) and check auth.kind.`,
    )
  }
  return auth
}
