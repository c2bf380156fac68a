import type { IncomingMessage } from 'node:http'
import type { Endpoint, EndSession } from '@stream-token/core'
import { type NodeRequest, nodeSignal, writeReply } from '@stream-token/core/node'
import type { NodeMiddleware } from './node-middleware.js'

/** Ends the session and revokes the user's tokens, then lets the app's own log-out handler run. */
export function createRevokeOnLogout(
  endpoint: Endpoint<IncomingMessage>,
  endSession: EndSession<IncomingMessage>,
): NodeMiddleware {
  return (req: NodeRequest, res, next) => {
    const request = {
      raw: req,
      parsed: () => req.body,
      get signal() {
        return nodeSignal(res)
      },
    }
    endpoint
      .logOut(request, endSession)
      .then(reply => (reply === undefined ? next() : writeReply(res, reply)))
      .catch(next)
  }
}
