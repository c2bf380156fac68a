import { createGuard, type GuardOptions, type TokenProvider } from '@stream-token/core'
import type { Middleware } from 'koa'
import { type StreamState, setStreamAuth } from './stream-auth.js'
import { writeContext } from './write-context.js'

/** Lets only requests pass that bear a valid token of one kind. */
export function requireToken(
  provider: TokenProvider,
  kind: 'user' | 'server',
  options?: GuardOptions,
): Middleware<StreamState> {
  const guard = createGuard(provider, kind, options)
  return async (ctx, next) => {
    const found = await guard(ctx.req)
    if ('reply' in found) return writeContext(ctx, found.reply)
    setStreamAuth(ctx, found.auth)
    await next()
  }
}
