import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Endpoint } from '@stream-token/core'
import { checkFunctions, type EndSession } from '@stream-token/core/adapter'
import { writeReply } from '@stream-token/core/node'
import type { ApiHandler, ApiRequest } from './api-handler.js'
import { describeRequest } from './describe-request.js'

/** Ends the session and revokes the user's tokens, then calls the app's own log-out handler. */
export function createRevokeOnLogout<Req extends ApiRequest, Res extends ServerResponse>(
  endpoint: Endpoint<IncomingMessage>,
  endSession: EndSession<Req>,
  handler: (req: Req, res: Res) => unknown,
): ApiHandler<Req, Res> {
  checkFunctions({ endSession, handler })
  const end: EndSession<IncomingMessage> = endSession
  return async (req, res) => {
    const reply = await endpoint.logOut(describeRequest(req, res), end, () => req.body)
    if (reply === undefined) await handler(req, res)
    else writeReply(res, reply)
  }
}
