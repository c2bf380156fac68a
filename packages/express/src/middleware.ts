import type { IncomingMessage } from 'node:http'
import type { Endpoint } from '@stream-token/core'
import { fromNodeRequest, type NodeRequest, pathnameOf, writeReply } from '@stream-token/core/node'
import type { NodeMiddleware } from './node-middleware.js'

/** Handles the endpoint's routes; passes all other requests to `next` synchronously. */
export function createMiddleware(endpoint: Endpoint<IncomingMessage>): NodeMiddleware {
  return (req: NodeRequest & { readonly ip?: string | undefined }, res, next) => {
    const path = endpoint.locate(pathnameOf(req))
    if (path === undefined) return next()
    // Express's `req.ip` follows `trust proxy`; Connect has no `req.ip`.
    const address = req.ip ?? req.socket.remoteAddress
    endpoint
      .handle(fromNodeRequest(req, res, { path, raw: req, parsed: () => req.body, address }))
      .then(reply => (reply === undefined ? next() : writeReply(res, reply)))
      .catch(next)
  }
}
