import { apiKey, apiSecret } from '@bench/app.js'
import { streamTokenProvider } from '@stream-token/next'

const stream = streamTokenProvider(() => null, { apiKey, apiSecret })

export const GET = stream.requireUser((_request, { streamAuth }) =>
  Response.json({ id: streamAuth.kind === 'user' ? streamAuth.userId : null }),
)
