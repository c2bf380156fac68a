import type { VerifiedServerToken, VerifiedUserToken } from '../token/verified-token.js'

/** A request without a token that a guard with `anonymous: true` let pass. */
export interface Anonymous {
  readonly kind: 'anonymous'
}

/** What a guard found: a user token, a server token, or no token where none is needed. */
export type StreamAuth = VerifiedUserToken | VerifiedServerToken | Anonymous

/** Which kinds of result the caller of `getStreamAuth` handles. */
export interface StreamAuthOptions {
  /** Whether to return a server token or an anonymous request as well, instead of throwing. Default false. */
  readonly anyKind?: boolean | undefined
}

/** Kept beside the request: another middleware could set a property of the request itself. */
const found = new WeakMap<object, StreamAuth>()

/** Stores what a guard found about a request, or about what stands for it in the framework. */
export function setStreamAuth(request: object, auth: StreamAuth): void {
  found.set(request, auth)
}

/**
 * Returns what the guard of a request found.
 *
 * @throws {Error} when no guard ran, or when it found no user token and `anyKind` is not set
 */
export function getStreamAuth(
  request: object,
  options?: StreamAuthOptions & { readonly anyKind?: false | undefined },
): VerifiedUserToken
export function getStreamAuth(request: object, options: StreamAuthOptions): StreamAuth
export function getStreamAuth(request: object, { anyKind = false }: StreamAuthOptions = {}): StreamAuth {
  const auth = found.get(request)
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
