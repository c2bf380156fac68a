import { getStreamAuth, streamTokenProvider } from '@stream-token/express'
import express from 'express'
import { apiKey, apiSecret, userId } from '../../app.js'
import { bearerUser } from '../bearer-user.js'
import type { Ways } from '../ways.js'

/** A guarded `GET /me` on Express. */
export const expressGuard: Ways = {
  ours() {
    const app = express()
    const stream = streamTokenProvider(() => null, { apiKey, apiSecret })
    app.get('/me', stream.requireUserToken(), (req, res) => {
      res.json({ id: getStreamAuth(req).userId })
    })
    return app
  },
  jsonwebtoken() {
    const app = express()
    const requireUserToken: express.RequestHandler = (req, res, next) => {
      res.locals.user = bearerUser(req.headers.authorization)
      if (res.locals.user === undefined) res.sendStatus(401)
      else next()
    }
    app.get('/me', requireUserToken, (_req, res) => {
      res.json({ id: res.locals.user })
    })
    return app
  },
  bare() {
    const app = express()
    app.get('/me', (_req, res) => {
      res.json({ id: userId })
    })
    return app
  },
}
