import { stream } from '../../../lib/stream'

// A GET without dynamic segments, which next build tries to run once for all users.
export const GET = stream.requireUserToken((_request, { streamAuth }) => {
  return new Response(JSON.stringify({ id: streamAuth.userId }))
})
