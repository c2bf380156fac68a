import type { Context } from 'koa'

/** Koa's types have no `body`; body parsers add it to the request. */
export function parsedBody({ request }: Context): unknown {
  return Reflect.get(request, 'body')
}
