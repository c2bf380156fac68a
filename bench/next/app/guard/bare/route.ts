import { userId } from '#bench/app.js'

/** As the guarded ones are: Next would answer a file otherwise. */
export const dynamic = 'force-dynamic'

export function GET(): Response {
  return Response.json({ id: userId })
}
