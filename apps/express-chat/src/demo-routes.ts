import { brokenTokenResponse, type DemoSettings, demoUsers } from '@stream-token/web'
import { json, Router } from 'express'
import { signedInUser } from './session.js'

/** Routes that only the demo page needs; your own app does not. */
export function demoRoutes({ apiSecret, streamUrl }: Pick<DemoSettings, 'apiSecret' | 'streamUrl'>): Router {
  const routes = Router()

  routes.get('/demo.json', (_req, res) => {
    const line = 'app.use(streamTokenProvider(verifyUser))'
    res.json({ host: 'Express 5', line, streamUrl, users: demoUsers, socket: 'presence' })
  })

  routes.post('/demo/broken-token', json(), (req, res) => {
    const { status, body } = brokenTokenResponse(signedInUser(req), req.body?.kind, apiSecret)
    res.status(status).json(body)
  })

  return routes
}
