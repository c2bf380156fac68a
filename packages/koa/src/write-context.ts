import type { TokenReply } from '@stream-token/core/adapter'
import type { Context } from 'koa'

/** Sets a reply on Koa's context; Koa sends it. `Vary` is appended to, not replaced. */
export function writeContext(ctx: Context, { status, headers, body }: TokenReply): void {
  // Koa would otherwise write to the response although the client has disconnected.
  if (ctx.res.destroyed) ctx.respond = false
  ctx.status = status
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'vary') ctx.vary(value)
    else ctx.set(name, value)
  }
  // An empty body is not assigned: `ctx.body = null` would change the status to 204.
  if (body !== '') ctx.body = body
}
