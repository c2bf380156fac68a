import { writeFileSync } from 'node:fs'
import { streamTokenProvider } from '@stream-token/next'

/** Exists after `next build` if the build has called `verifyUser`. */
const CALLED = 'next/.next/verify-user-called'

const stream = streamTokenProvider(
  request => {
    if (process.env.NEXT_PHASE === 'phase-production-build') writeFileSync(CALLED, '')
    return request.headers.get('x-test-user') ?? 'built'
  },
  { apiKey: 'key', apiSecret: 'a-secret-of-at-least-thirty-two-bytes', streamApi: false },
)

/** A token route that would mint at any time, also during the build. */
export const tokenHandler = stream.tokenHandler()
