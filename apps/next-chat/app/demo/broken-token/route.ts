import { bodyField, brokenTokenResponse, streamKeys } from '@stream-token/web/routes'
import { signedInUser } from '@/lib/session'

/** Returns a broken token, so that the demo page can show its refusal. Your own app does not need this route. */
export async function POST(request: Request): Promise<Response> {
  const sent: unknown = await request.json().catch(() => undefined)
  const kind = bodyField(sent, 'kind')
  const { status, body } = brokenTokenResponse(await signedInUser(), kind, streamKeys().apiSecret)
  return Response.json(body, { status })
}
