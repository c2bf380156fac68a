import type { Endpoint } from '@stream-token/core'
import { checkFunctions, type EndSession } from '@stream-token/core/adapter'
import { pathnameOf } from '@stream-token/core/node'
import type { Context, Middleware } from 'koa'
import { describeRequest } from './describe-request.js'
import { parsedBody } from './parsed-body.js'
import { writeContext } from './write-context.js'

/** Ends the session and revokes the user's tokens, then calls the app's own log-out middleware. */
export function createRevokeOnLogout(
  endpoint: Endpoint<Context>,
  endSession: EndSession<Context>,
): Middleware {
  checkFunctions({ endSession })
  return async (ctx, next) => {
    const request = describeRequest(ctx, pathnameOf(ctx.req))
    const reply = await endpoint.logOut(request, endSession, () => parsedBody(ctx))
    if (reply === undefined) await next()
    else writeContext(ctx, reply)
  }
}
