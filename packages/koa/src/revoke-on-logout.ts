import type { Endpoint } from '@stream-token/core'
import { checkFunctions, type EndSession } from '@stream-token/core/adapter'
import { fromNodeLogOut } from '@stream-token/core/node'
import type { Context, Middleware } from 'koa'
import { parsedBody } from './parsed-body.js'
import { writeContext } from './write-context.js'

/** Ends the session and revokes the user's tokens, then calls the app's own log-out middleware. */
export function createRevokeOnLogout(
  endpoint: Endpoint<Context>,
  endSession: EndSession<Context>,
): Middleware {
  checkFunctions({ endSession })
  return async (ctx, next) => {
    const reply = await endpoint.logOut(
      fromNodeLogOut(ctx.res, ctx, () => parsedBody(ctx)),
      endSession,
    )
    if (reply === undefined) await next()
    else writeContext(ctx, reply)
  }
}
