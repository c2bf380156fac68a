import type { Endpoint, EndSession } from '@stream-token/core'
import { nodeSignal, writeReply } from '@stream-token/core/node'
import type { Request, RequestHandler } from 'express'

/** Ends the session and revokes the user's tokens, then lets the app's own log-out handler run. */
export function createRevokeOnLogout(
  endpoint: Endpoint<Request>,
  endSession: EndSession<Request>,
): RequestHandler {
  return (req, res, next) => {
    const request = {
      raw: req,
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
