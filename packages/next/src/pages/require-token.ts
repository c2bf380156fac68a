import type { ServerResponse } from 'node:http'
import type { StreamAuth } from '@stream-token/core'
import { checkFunctions, type Guard } from '@stream-token/core/adapter'
import { writeReply } from '@stream-token/core/node'
import type { ApiHandler, ApiRequest } from './api-handler.js'

/**
 * The app's own API route, which receives the verified token as `context.streamAuth`.
 *
 * Declared as a method, so that the app's handler may include `streamAuth` in its own context type.
 */
export type GuardedApiHandler<
  Req extends ApiRequest,
  Res extends ServerResponse,
  Auth extends StreamAuth = StreamAuth,
> = {
  handle(req: Req, res: Res, context: { readonly streamAuth: Auth }): unknown
}['handle']

/** Wraps an API route so that it runs only if the guard accepts the request. */
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
