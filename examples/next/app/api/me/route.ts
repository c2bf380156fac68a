import { stream } from '@/lib/stream'

export const GET = stream.requireUserToken((_request, { streamAuth }) =>
  Response.json({ id: streamAuth.userId }),
)
