import { createServer } from 'node:http'
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
import { getStreamAuth, streamTokenProvider } from '@stream-token/express'
import createConnect, { type ErrorHandleFunction, type NextHandleFunction, type Server } from 'connect'
import express from 'express'
import { listen } from './listen.js'
import { pathsOf } from './mounts.js'

const passedOn: NextHandleFunction = (_req, res) => {
  res.writeHead(PASSED_ON.status).end(PASSED_ON.body)
}

const thrown: ErrorHandleFunction = (error, _req, res, _next) => {
  const { status, headers, body } = thrownResponse(error)
  res.writeHead(status, headers).end(JSON.stringify(body))
}

/** Connect has no parsers. Those of Express (the package body-parser) need only what Connect provides. */
const PARSERS: Readonly<Record<Parser, readonly NextHandleFunction[]>> = {
  none: [],
  parsed: [express.json(), express.urlencoded({ extended: false }), express.text()],
  raw: [express.raw({ type: () => true })],
}

function createApp({ options, verifyUser, parser, mount }: AppSpec): Server {
  const app = createConnect()
  const stream = streamTokenProvider(
    (req, context) => verifyUser(name => req.headers[name]?.toString(), context),
    options,
  )
  for (const parse of PARSERS[parser]) app.use(parse)
  const routes = createConnect().use(stream)
  for (const { path, options } of TOKEN_PATHS) routes.use(path, stream.tokenHandler(options))
  const logOut = stream.revokeOnLogout(req => LOG_OUT_ROUTE.endSession(name => req.headers[name]?.toString()))
  routes.use(LOG_OUT_ROUTE.path, logOut)
  routes.use(LOG_OUT_ROUTE.path, (_req, res) => res.end(JSON.stringify(LOG_OUT_ROUTE.result)))
  if (mount === 'root') app.use(routes)
  if (mount === 'prefix') app.use('/api', routes)
  if (mount === 'nested') app.use('/v1', createConnect().use('/auth', routes))
  for (const { path, kind, options } of GUARDED_PATHS) {
    app.use(path, kind === 'user' ? stream.requireUserToken(options) : stream.requireServerToken())
    app.use(path, (req, res) => res.end(JSON.stringify(guardedResult(getStreamAuth(req, { anyKind: true })))))
  }
  return app.use(passedOn).use(thrown)
}

/** Connect: middleware with Node's own request and response, without Express. Vite's dev server uses it, for example. */
export const connect: Host = {
  name: 'connect',
  cells: allCells(),
  passesOn: true,
  serve: spec => listen(createServer(createApp(spec)), pathsOf(spec)),
}
