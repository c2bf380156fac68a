import type { ServerResponse } from 'node:http'
import type { StreamAuth } from '@stream-token/core'
import { checkFunctions, type Guard } from '@stream-token/core/adapter'
import { writeReply } from '@stream-token/core/node'
import type { ApiHandler, ApiRequest } from './api-handler.js'

/**
 * An API route of the app's own, which receives what the guard found.
 *
 * Declared as a method, so that the app's handler may name `streamAuth` in its own type of the context.
 */
export type GuardedApiHandler<
  Req extends ApiRequest,
  Res extends ServerResponse,
  Auth extends StreamAuth = StreamAuth,
> = {
  handle(req: Req, res: Res, context: { readonly streamAuth: Auth }): unknown
}['handle']

/** Wraps an API route so that only requests that the guard accepts reach it. */
export function requireToken<Req extends ApiRequest, Res extends ServerResponse, Auth extends StreamAuth>(
  guard: Guard<Auth>,
  handler: GuardedApiHandler<Req, Res, Auth>,
): ApiHandler<Req, Res> {
  checkFunctions({ handler })
  return async (req, res) => {
    const found = await guard(req)
    if ('reply' in found) writeReply(res, found.reply)
    else await handler(req, res, { streamAuth: found.auth })
  }
}
