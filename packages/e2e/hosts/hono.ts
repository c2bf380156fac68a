import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import {
  type AppSpec,
  allCells,
  GUARDED_PATHS,
  guardedResult,
  type Host,
  LOG_OUT_ROUTE,
  TOKEN_PATHS,
  thrownResponse,
} from '@stream-token/conformance'
import { createTokenProvider, TokenProviderError } from '@stream-token/core'
import { createGuard, fromWebRequest, problemReply, toResponse } from '@stream-token/core/adapter'
import { Hono } from 'hono'
import { listen } from './listen.js'
import { pathsOf } from './mounts.js'

function createApp(spec: AppSpec): Hono {
  const { options, verifyUser, mount } = spec
  const app = new Hono()
  const provider = createTokenProvider(options)
  const { fetch, tokenHandler, logOut } = provider.endpoint<Request>((request, context) =>
    verifyUser(name => request.headers.get(name) ?? undefined, context),
  )
  for (const { path, kind, options } of GUARDED_PATHS) {
    const guard = createGuard(provider, kind, options)
    app.get(path, async ({ req, json }) => {
      const found = await guard(req.raw)
      return 'reply' in found ? toResponse(found.reply) : json(guardedResult(found.auth))
    })
  }
  for (const { path, options } of TOKEN_PATHS) {
    const handler = tokenHandler(options)
    app.all(pathsOf(spec).own + path, ({ req }) => handler.fetch(req.raw))
  }
  app.post(pathsOf(spec).own + LOG_OUT_ROUTE.path, async ({ req: { raw }, json }) => {
    const refused = await logOut(fromWebRequest(raw), ({ headers }) =>
      LOG_OUT_ROUTE.endSession(name => headers.get(name) ?? undefined),
    )
    return refused === undefined ? json(LOG_OUT_ROUTE.result) : toResponse(refused)
  })
  if (mount === 'root') app.all('*', ({ req }) => fetch(req.raw))
  if (mount === 'prefix') app.mount('/api', fetch)
  if (mount === 'nested') app.route('/v1', new Hono().mount('/auth', fetch))
  app.notFound(() => toResponse(problemReply(new TokenProviderError('not_found'))))
  return app.onError(error => {
    const { status, headers, body } = thrownResponse(error)
    return Response.json(body, { status, headers })
  })
}

/** The endpoint's `fetch` in a Hono app, on Node. */
export const hono: Host = {
  name: 'hono',
  cells: allCells(['none']),
  passesOn: false,
  serve: spec => listen(createServer(getRequestListener(createApp(spec).fetch)), pathsOf(spec)),
}
