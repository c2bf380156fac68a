import type { StreamAuth, StreamAuthOptions, VerifiedUserToken } from '@stream-token/core'
import { getStreamAuth as getAuth } from '@stream-token/core/adapter'

/** The state that a guard adds to `ctx.state`. */
export interface StreamState<Auth extends StreamAuth = StreamAuth> {
  streamAuth: Auth
}

/**
 * Returns the user token that the guard verified; with `{ anyKind: true }` also a server token or
 * `{ kind: 'anonymous' }`.
 *
 * @throws {Error} if no guard ran before this middleware, or if it accepted another kind and `anyKind` is not set
 * @example
 * ```ts
 * import { getStreamAuth, streamTokenProvider } from '@stream-token/koa'
 * import Koa from 'koa'
 *
 * const app = new Koa()
 * const stream = streamTokenProvider(() => null, {
 *   apiKey: 'key',
 *   apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
 * })
 * app.use(stream.requireUserToken())
 * app.use(ctx => {
 *   ctx.body = { id: getStreamAuth(ctx).userId }
 * })
 * ```
 */
export function getStreamAuth(
  ctx: object,
  options?: StreamAuthOptions & { readonly anyKind?: false | undefined },
): VerifiedUserToken
export function getStreamAuth(ctx: object, options: StreamAuthOptions): StreamAuth
export function getStreamAuth(ctx: object, options: StreamAuthOptions = {}): StreamAuth {
  return getAuth(ctx, options)
}
