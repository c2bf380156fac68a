import { bodyField, brokenTokenResponse, streamKeys } from '@stream-token/web/routes'
import { readJson } from '@/lib/read-json'
import { signedInUser } from '@/lib/session'

/** Returns a broken token, so that the demo page can show its refusal. Your own app does not need this route. */
export async function POST(request: Request): Promise<Response> {
  const kind = bodyField(await readJson(request), 'kind')
  const { status, body } = brokenTokenResponse(await signedInUser(), kind, streamKeys().apiSecret)
  return Response.json(body, { status })
}
