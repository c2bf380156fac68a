import { stream } from '@/lib/stream'

/** A guarded route: it requires a Stream user token. */
export const GET = stream.requireUserToken((_request, { streamAuth }) =>
  Response.json({ userId: streamAuth.kind === 'user' ? streamAuth.userId : null }),
)
