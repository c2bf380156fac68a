import { once } from 'node:events'
import { redisRevocationStore } from '@stream-token/redis'
import { type EndedSessions, onSessionsEnded, takeEndings } from '@stream-token/web'
import { createApp } from '../app.js'

// One process of the cluster: `cluster.ts` starts it, and passes what all of them share.
const { STREAM_API_KEY, STREAM_API_SECRET, STREAM_URL, REVOCATIONS_URL, PROCESS_NAME } = process.env
const url = REVOCATIONS_URL ?? ''

const revocations = url.startsWith('redis:')
  ? redisRevocationStore({ url })
  : (await import('@stream-token/sqlite')).sqliteRevocationStore({ url })
const settings = {
  apiKey: STREAM_API_KEY ?? '',
  apiSecret: STREAM_API_SECRET ?? '',
  streamUrl: STREAM_URL ?? '',
}
const server = createApp(settings, revocations)
// Before the app sends anything: the page shows which process has responded.
server.prependListener('request', (_req, res) => res.setHeader('X-Demo-Process', PROCESS_NAME ?? ''))

// Sessions are signed cookies. Their end is not in the cookie, so the processes notify each other of it.
onSessionsEnded(ended => process.send?.({ ended }))
process.on('message', (message: { ended?: EndedSessions }) => {
  if (message.ended !== undefined) takeEndings(message.ended)
})
// The parent is gone, or asks it to end.
process.once('disconnect', () => process.exit())

server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 })
