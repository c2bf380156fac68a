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
    app.get('/me', stream.requireUser(), (req, res) => {
      const auth = getStreamAuth(req)
      res.json({ id: auth.kind === 'user' ? auth.userId : null })
    })
    return app
  },
  jsonwebtoken() {
    const app = express()
    const requireUser: express.RequestHandler = (req, res, next) => {
      res.locals.user = bearerUser(req.headers.authorization)
      if (res.locals.user === undefined) res.sendStatus(401)
      else next()
    }
    app.get('/me', requireUser, (_req, res) => {
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
