import { userId } from '#bench/app.js'

/** Dynamic like the guarded routes. Without this Next would serve a prerendered file. */
export const dynamic = 'force-dynamic'

export function GET(): Response {
  return Response.json({ id: userId })
}
