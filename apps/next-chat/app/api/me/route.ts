import { stream } from '@/lib/stream'

/** A route that only bearers of a Stream token may call. */
export const GET = stream.requireUserToken((_request, { streamAuth }) =>
  Response.json({ userId: streamAuth.kind === 'user' ? streamAuth.userId : null }),
)
