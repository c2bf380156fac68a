import { type TokenHandler, TokenProviderError } from '@stream-token/core'
import { pathnameOf } from '@stream-token/core/node'
import type { Context, Middleware } from 'koa'
import { describeRequest } from './describe-request.js'
import { writeContext } from './write-context.js'

const WITHOUT_PATH =
  "tokenHandler() is used without a path, so that it would respond to every request. Use router.get('/api/get-token', stream.tokenHandler()), or app.use(stream) for the whole endpoint."

/** What @koa/router, koa-mount and koa-route leave in the context when they have matched a path. */
const MATCHED = ['_matchedRoute', 'routerPath', 'mountPath', 'routePath']

/** Creates middleware that responds to a request whose path the app has matched. */
export function createTokenHandler(handler: TokenHandler<Context>): Middleware {
  return async (ctx, next) => {
    if (!MATCHED.some(name => Reflect.get(ctx, name) !== undefined))
      throw new TokenProviderError('config_invalid', { message: WITHOUT_PATH })
    // koa-mount also matches what is below its path.
    if (ctx.mountPath !== undefined && ctx._matchedRoute === undefined && ctx.path !== '/') return next()
    writeContext(ctx, await handler.respond(describeRequest(ctx, pathnameOf(ctx.req))))
  }
}
