import type { StreamAuth } from '@stream-token/core'
import { after, checkFunctions, type Guard, toResponse } from '@stream-token/core/adapter'

/** The second argument of Next's route handlers: the values of the dynamic segments. Apps may use a narrower type. */
export interface RouteContext {
  readonly params: Promise<Readonly<Record<string, string | string[] | undefined>>>
}

/** What Next passes beside a request: the segments of the catch-all route, in a promise from Next 15 on. */
export interface StreamRouteContext {
  readonly params?: unknown
}

type RouteResult = Response | Promise<Response>

/**
 * The app's own route handler, which receives the verified token as `context.streamAuth`.
 *
 * Declared as a method, so that the app's handler may include `streamAuth` in its own context type.
 */
export type GuardedHandler<Req extends Request, Context, Auth extends StreamAuth = StreamAuth> = {
  handle(request: Req, context: Context & { readonly streamAuth: Auth }): RouteResult
}['handle']

/** A route handler in the form that Next calls. It returns a Response where the app's own handler does. */
export type RouteHandler<Req extends Request, Context> = (request: Req, context: Context) => RouteResult

/** Wraps a route handler so that it runs only if the guard accepts the request. */
export function requireToken<Req extends Request, Context extends object, Auth extends StreamAuth>(
  guard: Guard<Auth>,
  handler: GuardedHandler<Req, Context, Auth>,
): RouteHandler<Req, Context> {
  checkFunctions({ handler })
  return (request, context) => {
    try {
      return after(guard(request), found =>
        'reply' in found ? toResponse(found.reply) : handler(request, { ...context, streamAuth: found.auth }),
      )
    } catch (error) {
      return Promise.reject(error)
    }
  }
}
