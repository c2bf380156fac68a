import type { Endpoint } from '@stream-token/core'
import { fromNodeRequest, pathnameOf, writeReply } from '@stream-token/core/node'
import type { Request, RequestHandler } from 'express'

/** Answers the endpoint's routes; what is not ours goes on to `next`, at once. */
export function createMiddleware(endpoint: Endpoint<Request>): RequestHandler {
  return (req, res, next) => {
    const path = endpoint.locate(pathnameOf(req))
    if (path === undefined) return next()
    endpoint
      .handle(fromNodeRequest(req, res, { path, raw: req, parsed: req.body, address: req.ip }))
      .then(reply => (reply === undefined ? next() : writeReply(res, reply)))
      .catch(next)
  }
}
