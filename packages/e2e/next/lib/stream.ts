import { streamTokenProvider } from '@stream-token/next'

/** Key and secret come from the environment. */
export const stream = streamTokenProvider(({ headers }) => headers.get('x-test-user'), { streamApi: false })
