import type { TokenRequest } from '@stream-token/core/adapter'
import { fromNodeRequest } from '@stream-token/core/node'
import type { Context } from 'koa'
import { parsedBody } from './parsed-body.js'

/** Describes a request to the endpoint. Koa's `ip` and `host` follow its option `proxy`. */
export function describeRequest(ctx: Context, path: string): TokenRequest<Context> {
  const { req, res, ip: address, host } = ctx
  return fromNodeRequest(req, res, { path, raw: ctx, parsed: () => parsedBody(ctx), address, host })
}
