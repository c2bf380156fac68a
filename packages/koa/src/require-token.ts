import type { StreamAuth } from '@stream-token/core'
import { type Guard, setStreamAuth } from '@stream-token/core/adapter'
import type { Middleware } from 'koa'
import type { StreamState } from './stream-auth.js'
import { writeContext } from './write-context.js'

/** Creates middleware that lets a request pass only if the guard accepts it. */
export function requireToken<Auth extends StreamAuth>(guard: Guard<Auth>): Middleware<StreamState<Auth>> {
  return async (ctx, next) => {
    const found = await guard(ctx.req)
    if ('reply' in found) return writeContext(ctx, found.reply)
    setStreamAuth(ctx, found.auth)
    ctx.state.streamAuth = found.auth
    await next()
  }
}
