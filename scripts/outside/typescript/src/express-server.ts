import { createServer, type Server } from 'node:http'
import { getStreamAuth, streamTokenProvider } from '@stream-token/express'
import express from 'express'
import { settings } from './settings.js'

interface SignedInRequest extends express.Request {
  user?: { id: string }
}

export function expressServer(): Server {
  const app = express()
  app.use((req: SignedInRequest, _res, next) => {
    req.user = { id: 'john' }
    next()
  })
  const stream = streamTokenProvider((req: SignedInRequest) => req.user?.id, settings)
  app.use(stream)
  app.get('/me', stream.requireUserToken(), (req, res) => {
    res.json({ id: getStreamAuth(req).userId, kind: req.streamAuth?.kind })
  })
  return createServer(app)
}
