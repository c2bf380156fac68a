import type { IncomingMessage } from 'node:http'
import { type TokenHandler, TokenProviderError } from '@stream-token/core'
import { pathnameOf, writeReply } from '@stream-token/core/node'
import { describeRequest, type ExpressRequest } from './describe-request.js'
import type { NodeMiddleware } from './node-middleware.js'

const WITHOUT_PATH =
  "tokenHandler() is mounted without a path, so that it would respond to every request. Use app.get('/api/get-token', stream.tokenHandler()), or app.use(stream) for the whole endpoint."

/** What Express adds to a request: the part of the path that a mount took off, and the route that matched. */
type RoutedRequest = ExpressRequest & { readonly baseUrl?: string; readonly route?: unknown }

/** Creates a handler that responds to a request whose path the app has matched. */
export function createTokenHandler(handler: TokenHandler<IncomingMessage>): NodeMiddleware {
  return (req: RoutedRequest, res, next) => {
    const path = pathnameOf(req)
    if (req.baseUrl !== undefined && req.route === undefined) {
      if (req.baseUrl === '') return next(new TokenProviderError('config_invalid', { message: WITHOUT_PATH }))
      if (path !== '/') return next()
    }
    handler
      .respond(describeRequest(req, res, path))
      .then(reply => writeReply(res, reply))
      .catch(next)
  }
}
