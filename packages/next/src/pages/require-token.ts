import type { ServerResponse } from 'node:http'
import {
  checkFunctions,
  createGuard,
  type GuardOptions,
  type StreamAuth,
  type TokenProvider,
} from '@stream-token/core'
import { writeReply } from '@stream-token/core/node'
import type { ApiHandler, ApiRequest } from './api-handler.js'

/** An API route of the app's own, told what the guard found. */
export type GuardedApiHandler<Req extends ApiRequest, Res extends ServerResponse> = (
  req: Req,
  res: Res,
  context: { readonly streamAuth: StreamAuth },
) => unknown

/** Lets only requests pass that bear a valid token of one kind. */
export function requireToken<Req extends ApiRequest, Res extends ServerResponse>(
  provider: TokenProvider,
  kind: 'user' | 'server',
  handler: GuardedApiHandler<Req, Res>,
  options?: GuardOptions,
): ApiHandler<Req, Res> {
  checkFunctions({ handler })
  const guard = createGuard(provider, kind, options)
  return async (req, res) => {
    const found = await guard(req)
    if ('reply' in found) writeReply(res, found.reply)
    else await handler(req, res, { streamAuth: found.auth })
  }
}
