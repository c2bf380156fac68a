import type { IncomingMessage } from 'node:http'
import type { Endpoint } from '@stream-token/core'
import { checkFunctions, type EndSession } from '@stream-token/core/adapter'
import { pathnameOf, writeReply } from '@stream-token/core/node'
import { describeRequest, type ExpressRequest } from './describe-request.js'
import type { NodeMiddleware } from './node-middleware.js'

/** Ends the session and revokes the user's tokens, then calls the app's own log-out handler. */
export function createRevokeOnLogout(
  endpoint: Endpoint<IncomingMessage>,
  endSession: EndSession<IncomingMessage>,
): NodeMiddleware {
  checkFunctions({ endSession })
  return (req: ExpressRequest, res, next) => {
    endpoint
      .logOut(describeRequest(req, res, pathnameOf(req)), endSession, () => req.body)
      .then(reply => (reply === undefined ? next() : writeReply(res, reply)))
      .catch(next)
  }
}
