import type { Context } from 'koa'

/** Koa itself knows no body; a parser puts it there. */
export function parsedBody({ request }: Context): unknown {
  return Reflect.get(request, 'body')
}
