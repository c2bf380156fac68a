import { userId } from '#bench/app.js'

/** Next gives a handler that reads a header another request object than one of a static or `force-dynamic` route. */
export function GET(request: Request): Response {
  return Response.json({ id: request.headers.get('authorization') === null ? null : userId })
}
