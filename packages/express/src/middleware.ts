import type { IncomingMessage } from 'node:http'
import type { Endpoint } from '@stream-token/core'
import { pathnameOf, writeReply } from '@stream-token/core/node'
import { describeRequest, type ExpressRequest } from './describe-request.js'
import type { NodeMiddleware } from './node-middleware.js'

/** Handles the endpoint's routes; passes all other requests to `next` synchronously. */
export function createMiddleware(endpoint: Endpoint<IncomingMessage>): NodeMiddleware {
  return (req: ExpressRequest, res, next) => {
    const path = endpoint.locate(pathnameOf(req))
    if (path === undefined) return next()
    endpoint
      .handle(describeRequest(req, res, path))
      .then(reply => (reply === undefined ? next() : writeReply(res, reply)))
      .catch(next)
  }
}
