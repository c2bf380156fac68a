import type { Endpoint } from '@stream-token/core'
import { checkFunctions, type EndSession, fromWebRequest, toResponse } from '@stream-token/core/adapter'
import { digestOf } from './digest-of.js'
import type { RouteHandler } from './require-token.js'

/**
 * Ends the session and revokes the user's tokens, then calls the app's own log-out handler. If `endSession` redirects,
 * as Auth.js's `signOut()` does, the tokens are revoked before the redirect.
 */
export function createRevokeOnLogout<Req extends Request, Context extends object>(
  endpoint: Endpoint<Request>,
  endSession: EndSession<Req>,
  handler: RouteHandler<Req, Context>,
): RouteHandler<Req, Context> {
  checkFunctions({ endSession, handler })
  const end: EndSession<Request> = endSession
  return async (request, context) => {
    const redirects: unknown[] = []
    const reply = await endpoint.logOut(fromWebRequest<Request>(request), async raw => {
      try {
        await end(raw)
      } catch (thrown) {
        if (digestOf(thrown)[0] !== 'NEXT_REDIRECT') throw thrown
        redirects.push(thrown)
      }
    })
    if (reply !== undefined) return toResponse(reply)
    if (redirects.length > 0) throw redirects[0]
    return handler(request, context)
  }
}
