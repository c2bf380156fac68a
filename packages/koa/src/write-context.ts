import type { TokenReply } from '@stream-token/core/adapter'
import type { Context } from 'koa'

/** Puts a reply into Koa's response; Koa writes it. `Vary` is added to, not replaced. */
export function writeContext(ctx: Context, { status, headers, body }: TokenReply): void {
  // Koa itself would write to a response whose client has gone.
  if (ctx.res.destroyed) ctx.respond = false
  ctx.status = status
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'vary') ctx.vary(value)
    else ctx.set(name, value)
  }
  // A null body without a status that has none would make it 204.
  if (body !== '') ctx.body = body
}
