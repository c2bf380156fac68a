import { streamTokenProvider } from '@stream-token/next'
import { apiKey, apiSecret } from '#bench/app.js'

const stream = streamTokenProvider(() => null, { apiKey, apiSecret })

export const GET = stream.requireUserToken((_request, { streamAuth }) =>
  Response.json({ id: streamAuth.kind === 'user' ? streamAuth.userId : null }),
)
