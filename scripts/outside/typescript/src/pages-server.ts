import { createServer, type Server } from 'node:http'
import { type ApiRequest, type ApiResponse, streamTokenProvider } from '@stream-token/next/pages'
import { settings } from './settings.js'

/** The API routes of the Pages Router, without Next around them. */
export function pagesServer(): Server {
  const stream = streamTokenProvider(() => 'john', settings)
  const me = stream.requireUserToken((_req, res, { streamAuth }) => {
    res.end(JSON.stringify({ id: streamAuth.userId, kind: streamAuth.kind }))
  })
  return createServer((req, res) => {
    void (req.url === '/me' ? me : stream)(req as ApiRequest, res as ApiResponse)
  })
}
