import { appendFileSync } from 'node:fs'
import { streamTokenProvider } from '@stream-token/next'
import { SESSION, settings } from './settings'

/** Credentials and a user are there at any time: if next build called the route, it would mint a token. */
const stream = streamTokenProvider(
  request => {
    appendFileSync('verify-user-calls', '.')
    return request.headers.get(SESSION) ?? 'nobody'
  },
  { ...settings, apiKey: 'key', apiSecret: 'a-secret-of-at-least-thirty-two-bytes' },
)

export const tokenHandler = stream.tokenHandler()
