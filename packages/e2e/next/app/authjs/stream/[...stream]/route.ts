import { streamTokenProvider } from '@stream-token/next'
import { auth } from '../../../../lib/auth'

export const { GET, POST, OPTIONS } = streamTokenProvider(
  async () => {
    const session = await auth()
    if (session === null) return null
    const id = session.user?.id
    if (id === undefined) throw new Error('The session has no user id: add it in the session callback.')
    return id
  },
  {
    apiKey: 'key',
    apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
    streamApi: false,
    onEvent: event => event.type === 'refused' && console.error(event.reason, event.cause),
  },
)
