import { demoUsers } from '@stream-token/web/routes'
import { streamUrl } from '@/lib/stream-url'

/** Describes this server for the demo page. Your own app does not need this route. */
export function GET(): Response {
  const line = 'export const { GET, POST, OPTIONS } = streamTokenProvider(verifyUser)'
  return Response.json({ app: 'next-chat', host: 'Next 16', line, streamUrl, users: demoUsers })
}
