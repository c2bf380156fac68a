import { brokenToken, type DemoSettings, demoUsers, isFault } from '@stream-token/web'
import { json, Router } from 'express'
import { signedInUser } from './session.js'

/** What only the demo's page needs, and no app of your own. */
export function demoRoutes({ apiSecret, streamUrl }: Pick<DemoSettings, 'apiSecret' | 'streamUrl'>): Router {
  const routes = Router()

  routes.get('/demo.json', (_req, res) => {
    const line = 'app.use(streamTokenProvider(verifyUser))'
    res.json({ host: 'Express 5', line, streamUrl, users: demoUsers })
  })

  routes.post('/demo/broken-token', json(), (req, res) => {
    const user = signedInUser(req)
    const fault: unknown = req.body?.fault
    if (user === undefined) res.status(401).json({ reason: 'unauthenticated', detail: 'Sign in first.' })
    else if (!isFault(fault))
      res.status(400).json({ reason: 'fault_unknown', detail: 'Ask for expired or future.' })
    else res.json({ token: brokenToken(fault, user.id, apiSecret) })
  })

  return routes
}
