import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import { streamTokenProvider } from '@stream-token/koa'
import Koa from 'koa'
import { StreamChat } from 'stream-chat'
import { apiKey, apiSecret } from '../../app.js'
import { responseHeaders, tokenBody } from '../fixed-response.js'
import { userOf } from '../session.js'
import type { Ways } from '../ways.js'

/** `POST /stream/token` on Koa. */
export const koaRoute: Ways = {
  ours() {
    const app = new Koa()
    app.use(streamTokenProvider(ctx => userOf(ctx.headers.cookie), { apiKey, apiSecret }))
    return app.callback()
  },
  tutorial() {
    const app = new Koa()
    const router = new Router()
    router.post('/stream/token', ctx => {
      const client = StreamChat.getInstance(apiKey, apiSecret)
      ctx.body = { token: client.createToken(userOf(ctx.headers.cookie) ?? ctx.throw(401)) }
    })
    app.use(bodyParser())
    app.use(router.routes())
    return app.callback()
  },
  'no-op'() {
    const app = new Koa()
    app.use(bodyParser())
    app.use(sendToken)
    return app.callback()
  },
  bare() {
    const app = new Koa()
    app.use(sendToken)
    return app.callback()
  },
}

function sendToken(ctx: Koa.Context): void {
  ctx.set(responseHeaders)
  ctx.body = tokenBody
}
