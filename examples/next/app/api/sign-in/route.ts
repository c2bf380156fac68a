import { startSession } from '@/lib/session'
import { checkPassword } from '@/lib/users'

/** JSON only: a form on another site cannot send it, so it cannot sign a visitor in as somebody else. */
async function readJson(request: Request): Promise<unknown> {
  const isJson = /^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')
  return isJson ? request.json().catch(() => undefined) : undefined
}

export async function POST(request: Request): Promise<Response> {
  const { name, password } = Object(await readJson(request))
  const userId = await checkPassword(name, password)
  if (userId === undefined) {
    return Response.json({ error: 'The name or the password is wrong.' }, { status: 401 })
  }
  await startSession(userId)
  return Response.json({ userId })
}
