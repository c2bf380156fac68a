import { getStreamAuth, streamTokenProvider } from '@stream-token/koa'
import Koa from 'koa'
import { apiKey, apiSecret, userId } from '../../app.js'
import { bearerUser } from '../bearer-user.js'
import type { Ways } from '../ways.js'

/** A guarded `GET /me` on Koa. */
export const koaGuard: Ways = {
  ours() {
    const app = new Koa()
    app.use(streamTokenProvider(() => null, { apiKey, apiSecret }).requireUserToken())
    app.use(ctx => {
      ctx.body = { id: getStreamAuth(ctx).userId }
    })
    return app.callback()
  },
  jsonwebtoken() {
    const app = new Koa()
    app.use(async (ctx, next) => {
      ctx.state.user = bearerUser(ctx.headers.authorization) ?? ctx.throw(401)
      await next()
    })
    app.use(ctx => {
      ctx.body = { id: ctx.state.user }
    })
    return app.callback()
  },
  bare() {
    const app = new Koa()
    app.use(ctx => {
      ctx.body = { id: userId }
    })
    return app.callback()
  },
}
