import { streamTokenProvider } from '@stream-token/express'
import express from 'express'
import { StreamChat } from 'stream-chat'
import { apiKey, apiSecret } from '../../app.js'
import { responseHeaders, tokenBody } from '../fixed-response.js'
import { userOf } from '../session.js'
import type { Ways } from '../ways.js'

/** `POST /stream/token` on Express. */
export const expressRoute: Ways = {
  ours() {
    const app = express()
    app.use(streamTokenProvider(req => userOf(req.headers.cookie), { apiKey, apiSecret }))
    return app
  },
  tutorial() {
    const app = express()
    app.use(express.json())
    app.post('/stream/token', (req, res) => {
      const userId = userOf(req.headers.cookie)
      if (userId === undefined) return res.sendStatus(401)
      const client = StreamChat.getInstance(apiKey, apiSecret)
      return res.json({ token: client.createToken(userId) })
    })
    return app
  },
  'no-op'() {
    const app = express()
    app.use(express.json())
    app.post('/stream/token', (_req, res) => res.writeHead(200, responseHeaders).end(tokenBody))
    return app
  },
  bare() {
    const app = express()
    app.post('/stream/token', (_req, res) => res.writeHead(200, responseHeaders).end(tokenBody))
    return app
  },
}
