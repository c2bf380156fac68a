import type { Endpoint } from '@stream-token/core'
import { pathnameOf } from '@stream-token/core/node'
import type { Context, Middleware } from 'koa'
import { describeRequest } from './describe-request.js'
import { writeContext } from './write-context.js'

/** Handles the endpoint's routes; passes all other requests to `next`. */
export function createMiddleware(endpoint: Endpoint<Context>): Middleware {
  return async (ctx, next) => {
    const path = endpoint.locate(pathnameOf(ctx.req))
    const reply = path === undefined ? undefined : await endpoint.handle(describeRequest(ctx, path))
    if (reply === undefined) await next()
    else writeContext(ctx, reply)
  }
}
