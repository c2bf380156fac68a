import Router from '@koa/router'
import { type DemoSettings, demoUsers } from '@stream-token/web'

/** The route that only the demo page needs; your own app does not. */
export function demoRoutes({ streamUrl }: Pick<DemoSettings, 'streamUrl'>): Router {
  const routes = new Router()

  routes.get('/demo.json', ctx => {
    const line = 'app.use(streamTokenProvider(verifyUser))'
    ctx.body = { app: 'koa-chat', host: 'Koa 3', line, streamUrl, users: demoUsers }
  })

  return routes
}
