import Router from '@koa/router'
import { bodyField, brokenTokenAnswer, type DemoSettings, demoUsers } from '@stream-token/web'
import { signedInUser } from './session.js'

/** What only the demo's page needs, and no app of your own. */
export function demoRoutes({ apiSecret, streamUrl }: Pick<DemoSettings, 'apiSecret' | 'streamUrl'>): Router {
  const routes = new Router()

  routes.get('/demo.json', ctx => {
    const line = 'app.use(streamTokenProvider(verifyUser))'
    ctx.body = { host: 'Koa 3', line, streamUrl, users: demoUsers }
  })

  routes.post('/demo/broken-token', ctx => {
    const fault = bodyField(ctx.request.body, 'fault')
    const { status, body } = brokenTokenAnswer(signedInUser(ctx), fault, apiSecret)
    ctx.status = status
    ctx.body = body
  })

  return routes
}
