import { streamTokenProvider } from '@stream-token/next'
import { apiKey, apiSecret } from '#bench/app.js'
import { userOf } from '#bench/endpoint/session.js'

export const { GET, POST, OPTIONS } = streamTokenProvider(request => userOf(request.headers.get('cookie')), {
  apiKey,
  apiSecret,
})
