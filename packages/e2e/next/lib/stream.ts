import { streamTokenProvider } from '@stream-token/next'

/** Reads key and secret from the environment. */
export const stream = streamTokenProvider(({ headers }) => headers.get('x-test-user'), { streamApi: false })
