import Router from '@koa/router'
import { bodyField, brokenTokenResponse, type DemoSettings, demoUsers } from '@stream-token/web'
import { signedInUser } from './session.js'

/** Routes that only the demo page needs; your own app does not. */
export function demoRoutes({ apiSecret, streamUrl }: Pick<DemoSettings, 'apiSecret' | 'streamUrl'>): Router {
  const routes = new Router()

  routes.get('/demo.json', ctx => {
    const line = 'app.use(streamTokenProvider(verifyUser))'
    ctx.body = { host: 'Koa 3', line, streamUrl, users: demoUsers }
  })

  routes.post('/demo/broken-token', ctx => {
    const kind = bodyField(ctx.request.body, 'kind')
    const { status, body } = brokenTokenResponse(signedInUser(ctx), kind, apiSecret)
    ctx.status = status
    ctx.body = body
  })

  return routes
}
