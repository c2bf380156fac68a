import { bodyField, findDemoUser, unknownUser } from '@stream-token/web/routes'
import { readJson } from '@/lib/read-json'
import { endSession, signedInUser, startSession } from '@/lib/session'

export async function GET(): Promise<Response> {
  return Response.json({ user: (await signedInUser()) ?? null })
}

/** Signs in. The demo checks no password; your app must check credentials here. */
export async function POST(request: Request): Promise<Response> {
  const user = findDemoUser(bodyField(await readJson(request), 'user'))
  if (user === undefined) return Response.json(unknownUser.body, { status: unknownUser.status })
  await startSession(user)
  return Response.json({ user })
}

export async function DELETE(): Promise<Response> {
  await endSession()
  return new Response(null, { status: 204 })
}
