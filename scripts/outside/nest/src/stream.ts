import { streamTokenProvider } from '@stream-token/express'

export const stream = streamTokenProvider(req => req.get('x-user'), {
  apiKey: 'key',
  apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
})
