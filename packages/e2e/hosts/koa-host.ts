import { createServer } from 'node:http'
import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import {
  type AppSpec,
  allCells,
  GUARDED_PATHS,
  guardedAnswer,
  type Host,
  PASSED_ON,
  type Parser,
  thrownAnswer,
} from '@stream-token/conformance'
import { getStreamAuth, streamTokenProvider } from '@stream-token/koa'
import type Koa from 'koa'
import type { Middleware } from 'koa'
import mountAt from 'koa-mount'
import rawBody from 'raw-body'
import { listen } from './listen.js'
import { baseOf } from './mounts.js'

const answerThrown: Middleware = async (ctx, next) => {
  try {
    await next()
  } catch (error) {
    const { status, headers, body } = thrownAnswer(error)
    ctx.status = status
    ctx.set({ ...headers })
    ctx.body = body
  }
}

const keepBytes: Middleware = async (ctx, next) => {
  Reflect.set(ctx.request, 'body', await rawBody(ctx.req))
  await next()
}

/** The parsers that Koa apps put before everything else; the bytes are kept by hand. */
const PARSERS: Readonly<Record<Parser, readonly Middleware[]>> = {
  none: [],
  parsed: [bodyParser({ enableTypes: ['json', 'form', 'text'] })],
  raw: [keepBytes],
}

function createApp(framework: typeof Koa, { options, verifyUser, parser, mount }: AppSpec): Koa {
  const app = new framework()
  // Or it prints every client that leaves, as cases do.
  app.silent = true
  const stream = streamTokenProvider(
    (ctx, context) => verifyUser(name => ctx.headers[name]?.toString(), context),
    options,
  )
  app.use(answerThrown)
  for (const parse of PARSERS[parser]) app.use(parse)
  if (mount === 'root') app.use(stream)
  if (mount === 'prefix') app.use(mountAt('/api', stream))
  if (mount === 'nested') {
    app.use(mountAt('/v1', new Router().all(/.*/, mountAt('/auth', stream)).routes()))
  }
  const router = new Router()
  for (const { path, kind, options } of GUARDED_PATHS) {
    const guard = kind === 'user' ? stream.requireUserToken(options) : stream.requireServerToken()
    router.get(path, guard, ctx => {
      ctx.body = guardedAnswer(getStreamAuth(ctx, { anyKind: true }))
    })
  }
  app.use(router.routes())
  return app.use(ctx => {
    ctx.status = PASSED_ON.status
    ctx.body = PASSED_ON.body
  })
}

/** Makes the host of one major of Koa. */
export function koaHost(name: string, framework: typeof Koa): Host {
  return {
    name,
    cells: allCells(),
    passesOn: true,
    serve: spec => listen(createServer(createApp(framework, spec).callback()), baseOf(spec)),
  }
}
