import { StreamChat } from 'stream-chat'
import { apiKey, apiSecret } from '#bench/app.js'
import { userOf } from '#bench/endpoint/session.js'

export async function POST(request: Request): Promise<Response> {
  await request.json()
  const userId = userOf(request.headers.get('cookie'))
  if (userId === undefined) return new Response(null, { status: 401 })
  const client = StreamChat.getInstance(apiKey, apiSecret)
  return Response.json({ token: client.createToken(userId) })
}
