import { bearerUser } from '#bench/endpoint/bearer-user.js'

export function GET(request: Request): Response {
  const id = bearerUser(request.headers.get('authorization') ?? '')
  return id === undefined ? new Response(null, { status: 401 }) : Response.json({ id })
}
