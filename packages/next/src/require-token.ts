import {
  createGuard,
  type GuardOptions,
  type StreamAuth,
  type TokenProvider,
  toResponse,
} from '@stream-token/core'

/** A route handler of the app's own, told what the guard found beside what Next passes. */
export type GuardedHandler<Req extends Request, Context> = (
  request: Req,
  context: Context & { readonly streamAuth: StreamAuth },
) => Response | Promise<Response>

/** A route handler as Next calls it. */
export type RouteHandler<Req extends Request, Context> = (request: Req, context: Context) => Promise<Response>

/** Lets only requests pass that bear a valid token of one kind. */
export function requireToken<Req extends Request, Context extends object>(
  provider: TokenProvider,
  kind: 'user' | 'server',
  handler: GuardedHandler<Req, Context>,
  options?: GuardOptions,
): RouteHandler<Req, Context> {
  const guard = createGuard(provider, kind, options)
  return async (request, context) => {
    const found = await guard(request)
    return 'reply' in found
      ? toResponse(found.reply)
      : handler(request, { ...context, streamAuth: found.auth })
  }
}
