import type { StreamAuth } from '@stream-token/core'
import { checkFunctions, type Guard, toResponse } from '@stream-token/core/adapter'

/** What Next passes beside a request: the values of the dynamic segments. An app may name its own more exactly. */
export interface RouteContext {
  readonly params: Promise<Readonly<Record<string, string | string[] | undefined>>>
}

/**
 * A route handler of the app's own, which receives what the guard found beside what Next passes.
 *
 * Declared as a method, so that the app's handler may name `streamAuth` in its own type of the context.
 */
export type GuardedHandler<Req extends Request, Context, Auth extends StreamAuth = StreamAuth> = {
  handle(request: Req, context: Context & { readonly streamAuth: Auth }): Response | Promise<Response>
}['handle']

/** A route handler as Next calls it. */
export type RouteHandler<Req extends Request, Context> = (request: Req, context: Context) => Promise<Response>

/** Wraps a route handler so that only requests that the guard accepts reach it. */
export function requireToken<Req extends Request, Context extends object, Auth extends StreamAuth>(
  guard: Guard<Auth>,
  handler: GuardedHandler<Req, Context, Auth>,
): RouteHandler<Req, Context> {
  checkFunctions({ handler })
  return async (request, context) => {
    const found = await guard(request)
    return 'reply' in found
      ? toResponse(found.reply)
      : handler(request, { ...context, streamAuth: found.auth })
  }
}
