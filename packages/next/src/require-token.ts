import {
  checkFunctions,
  createGuard,
  type GuardOptions,
  type StreamAuth,
  type TokenProvider,
  toResponse,
} from '@stream-token/core'

/** What Next passes beside a request: the values of the dynamic segments. An app may name its own more exactly. */
export interface RouteContext {
  readonly params: Promise<Readonly<Record<string, string | string[] | undefined>>>
}

/**
 * A route handler of the app's own, told what the guard found beside what Next passes.
 *
 * A member's type, so that it also takes a handler that names `streamAuth` in its own type of the context.
 */
export type GuardedHandler<Req extends Request, Context> = {
  handle(request: Req, context: Context & { readonly streamAuth: StreamAuth }): Response | Promise<Response>
}['handle']

/** A route handler as Next calls it. */
export type RouteHandler<Req extends Request, Context> = (request: Req, context: Context) => Promise<Response>

/** Lets only requests pass that bear a valid token of one kind. */
export function requireToken<Req extends Request, Context extends object>(
  provider: TokenProvider,
  kind: 'user' | 'server',
  handler: GuardedHandler<Req, Context>,
  options?: GuardOptions,
): RouteHandler<Req, Context> {
  checkFunctions({ handler })
  const guard = createGuard(provider, kind, options)
  return async (request, context) => {
    const found = await guard(request)
    return 'reply' in found
      ? toResponse(found.reply)
      : handler(request, { ...context, streamAuth: found.auth })
  }
}
