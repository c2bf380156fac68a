import { demoUsers } from '@stream-token/web/routes'
import { streamUrl } from '@/lib/stream-url'

/** What the demo's page shows of this server. Your own app has none of it. */
export function GET(): Response {
  const line = 'export const { GET, POST, OPTIONS } = streamTokenProvider(verifyUser)'
  return Response.json({ host: 'Next 16', line, streamUrl, users: demoUsers })
}
