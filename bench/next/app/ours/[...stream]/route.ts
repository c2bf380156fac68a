import { apiKey, apiSecret } from '@bench/app.js'
import { userOf } from '@bench/endpoint/session.js'
import { streamTokenProvider } from '@stream-token/next'

export const { GET, POST, OPTIONS } = streamTokenProvider(request => userOf(request.headers.get('cookie')), {
  apiKey,
  apiSecret,
})
