import { bodyField, brokenTokenAnswer, streamKeys } from '@stream-token/web/routes'
import { signedInUser } from '@/lib/session'

/** A token with a fault, for the demo's page to show how it is refused. Your own app has none of it. */
export async function POST(request: Request): Promise<Response> {
  const asked: unknown = await request.json().catch(() => undefined)
  const fault = bodyField(asked, 'fault')
  const { status, body } = brokenTokenAnswer(await signedInUser(), fault, streamKeys().apiSecret)
  return Response.json(body, { status })
}
