import { type Endpoint, type EndSession, toResponse } from '@stream-token/core'
import type { RouteHandler } from './require-token.js'

/** Ends the session and revokes the user's tokens, then lets the app's own log-out handler run. */
export function createRevokeOnLogout<Req extends Request, Context extends object>(
  endpoint: Endpoint<Request>,
  endSession: EndSession<Req>,
  handler: (request: Req, context: Context) => Response | Promise<Response>,
): RouteHandler<Req, Context> {
  return async (request, context) => {
    const end: EndSession<Request> = endSession
    const reply = await endpoint.logOut({ raw: request, signal: request.signal }, end)
    return reply === undefined ? handler(request, context) : toResponse(reply)
  }
}
