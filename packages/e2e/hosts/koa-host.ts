import { createServer } from 'node:http'
import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import {
  type AppSpec,
  allCells,
  GUARDED_PATHS,
  guardedResult,
  type Host,
  LOG_OUT_ROUTE,
  PASSED_ON,
  type Parser,
  TOKEN_PATHS,
  thrownResponse,
} from '@stream-token/conformance'
import { getStreamAuth, streamTokenProvider } from '@stream-token/koa'
import type Koa from 'koa'
import type { Middleware } from 'koa'
import mountAt from 'koa-mount'
import rawBody from 'raw-body'
import { listen } from './listen.js'
import { pathsOf } from './mounts.js'

const sendThrown: Middleware = async (ctx, next) => {
  try {
    await next()
  } catch (error) {
    const { status, headers, body } = thrownResponse(error)
    ctx.status = status
    ctx.set({ ...headers })
    ctx.body = body
  }
}

const keepBytes: Middleware = async (ctx, next) => {
  Reflect.set(ctx.request, 'body', await rawBody(ctx.req))
  await next()
}

/** The parsers that Koa apps usually mount first. `raw` is written by hand. */
const PARSERS: Readonly<Record<Parser, readonly Middleware[]>> = {
  none: [],
  parsed: [bodyParser({ enableTypes: ['json', 'form', 'text'] })],
  raw: [keepBytes],
}

function createApp(framework: typeof Koa, { options, verifyUser, parser, mount }: AppSpec): Koa {
  const app = new framework()
  // Otherwise Koa prints an error for every client that leaves, as the clients of some cases do.
  app.silent = true
  const stream = streamTokenProvider(
    (ctx, context) => verifyUser(name => ctx.headers[name]?.toString(), context),
    options,
  )
  app.use(sendThrown)
  for (const parse of PARSERS[parser]) app.use(parse)
  const own = new Router()
  for (const { path, options } of TOKEN_PATHS) own.all(path, stream.tokenHandler(options))
  const logOut = stream.revokeOnLogout(ctx => LOG_OUT_ROUTE.endSession(name => ctx.get(name)))
  own.post(LOG_OUT_ROUTE.path, logOut, ctx => {
    ctx.body = LOG_OUT_ROUTE.result
  })
  const routes = new framework().use(stream).use(own.routes())
  if (mount === 'root') app.use(stream).use(own.routes())
  if (mount === 'prefix') app.use(mountAt('/api', routes))
  if (mount === 'nested') {
    app.use(mountAt('/v1', new Router().all(/.*/, mountAt('/auth', routes)).routes()))
  }
  const router = new Router()
  for (const { path, kind, options } of GUARDED_PATHS) {
    const guard = kind === 'user' ? stream.requireUserToken(options) : stream.requireServerToken()
    router.get(path, guard, ctx => {
      ctx.body = guardedResult(getStreamAuth(ctx, { anyKind: true }))
    })
  }
  app.use(router.routes())
  return app.use(ctx => {
    ctx.status = PASSED_ON.status
    ctx.body = PASSED_ON.body
  })
}

/** Creates the host of one major of Koa. */
export function koaHost(name: string, framework: typeof Koa): Host {
  return {
    name,
    cells: allCells(),
    passesOn: true,
    serve: spec => listen(createServer(createApp(framework, spec).callback()), pathsOf(spec)),
  }
}
