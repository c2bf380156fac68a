import type { Endpoint } from '@stream-token/core'
import type { TokenRequest } from '@stream-token/core/adapter'
import { fromNodeRequest, pathnameOf } from '@stream-token/core/node'
import type { Context, Middleware } from 'koa'
import { parsedBody } from './parsed-body.js'
import { writeContext } from './write-context.js'

/** Handles the endpoint's routes; passes all other requests to `next`. */
export function createMiddleware(endpoint: Endpoint<Context>): Middleware {
  return async (ctx, next) => {
    const path = endpoint.locate(pathnameOf(ctx.req))
    const reply = path === undefined ? undefined : await endpoint.handle(describe(ctx, path))
    if (reply === undefined) await next()
    else writeContext(ctx, reply)
  }
}

function describe(ctx: Context, path: string): TokenRequest<Context> {
  return fromNodeRequest(ctx.req, ctx.res, { path, raw: ctx, parsed: () => parsedBody(ctx), address: ctx.ip })
}
