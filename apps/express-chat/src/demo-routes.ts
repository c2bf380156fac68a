import { type DemoSettings, demoUsers } from '@stream-token/web'
import { Router } from 'express'

/** The route that only the demo page needs; your own app does not. */
export function demoRoutes({ streamUrl }: Pick<DemoSettings, 'streamUrl'>): Router {
  const routes = Router()

  routes.get('/demo.json', (_req, res) => {
    const line = 'app.use(streamTokenProvider(verifyUser))'
    res.json({ app: 'express-chat', host: 'Express 5', line, streamUrl, users: demoUsers })
  })

  return routes
}
