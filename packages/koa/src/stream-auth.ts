import type { StreamAuth } from '@stream-token/core'
import type { Context } from 'koa'

/** What a guard puts into `ctx.state`. */
export interface StreamState {
  streamAuth: StreamAuth
}

/** Kept beside the context: a member of its state alone could be another middleware's. */
const found = new WeakMap<object, StreamAuth>()

export function setStreamAuth(ctx: Context, auth: StreamAuth): void {
  found.set(ctx, auth)
  ctx.state.streamAuth = auth
}

/**
 * Tells whose token a request bears.
 *
 * @throws {Error} where no guard ran before this middleware
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
 * app.use(stream.requireUser())
 * app.use(ctx => {
 *   const auth = getStreamAuth(ctx)
 *   ctx.body = auth.kind === 'user' ? { id: auth.userId } : {}
 * })
 * ```
 */
export function getStreamAuth(ctx: object): StreamAuth {
  const auth = found.get(ctx)
  if (auth === undefined)
    throw new Error('No guard ran: put requireUser() or requireServer() before this middleware.')
  return auth
}
