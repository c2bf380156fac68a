import type { TokenRequest } from '@stream-token/core/adapter'
import { fromNodeRequest } from '@stream-token/core/node'
import type { Context } from 'koa'
import { parsedBody } from './parsed-body.js'

/** Describes a request to the endpoint. Koa's `ip` and `host` follow its option `proxy`. */
export function describeRequest(ctx: Context, path: string): TokenRequest<Context> {
  const { req, res, ip: address, host } = ctx
  return fromNodeRequest(req, res, {
    path,
    raw: ctx,
    parsed: () => parsedBody(ctx),
    address,
    host,
    hasSession: () => hasSession(ctx),
  })
}

/**
 * Whether session or sign-in middleware has run, or `verifyUser` has read the cookies itself. No getter is called: Koa
 * creates `ctx.cookies` when it is first read, and koa-session `ctx.session`, even if its middleware has not run.
 */
function hasSession(ctx: Context): boolean {
  if (Object.keys(ctx.state ?? {}).length > 0) return true
  if (['session', 'user', 'auth'].some(name => Object.hasOwn(ctx, name))) return true
  return Object.getOwnPropertySymbols(ctx).some(({ description }) => description === 'context#cookies')
}
