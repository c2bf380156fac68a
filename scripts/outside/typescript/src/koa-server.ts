import { createServer, type Server } from 'node:http'
import { getStreamAuth, streamTokenProvider } from '@stream-token/koa'
import Koa from 'koa'
import { settings } from './settings.js'

export function koaServer(): Server {
  const app = new Koa()
  const stream = streamTokenProvider(() => 'john', settings)
  app.use(stream)
  app.use(stream.requireUserToken())
  app.use(ctx => {
    ctx.body = { id: getStreamAuth(ctx).userId, kind: 'user' }
  })
  return createServer(app.callback())
}
