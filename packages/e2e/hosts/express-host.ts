import { createServer } from 'node:http'
import {
  type AppSpec,
  allCells,
  GUARDED_PATHS,
  guardedResult,
  type Host,
  LOG_OUT_ROUTE,
  PASSED_ON,
  TOKEN_PATHS,
  thrownResponse,
} from '@stream-token/conformance'
import { getStreamAuth, streamTokenProvider } from '@stream-token/express'
import type express from 'express'
import type { ErrorRequestHandler, Express, RequestHandler } from 'express'
import { listen } from './listen.js'
import { pathsOf } from './mounts.js'

const passedOn: RequestHandler = (_req, res) => {
  res.status(PASSED_ON.status).end(PASSED_ON.body)
}

const thrown: ErrorRequestHandler = (error, _req, res, _next) => {
  const { status, headers, body } = thrownResponse(error)
  res.status(status).set(headers).json(body)
}

/** Creates the host of one major of Express. */
export function expressHost(name: string, framework: typeof express): Host {
  /** The parsers that Express apps usually mount first. */
  const parsers = {
    none: [],
    parsed: [framework.json(), framework.urlencoded({ extended: false }), framework.text()],
    raw: [framework.raw({ type: () => true })],
  } as const

  function createApp({ options, verifyUser, parser, mount }: AppSpec): Express {
    const app = framework()
    const { Router } = framework
    const stream = streamTokenProvider((req, context) => verifyUser(name => req.get(name), context), options)
    const own = Router()
    for (const { path, options } of TOKEN_PATHS) own.all(path, stream.tokenHandler(options))
    const { path, endSession, result } = LOG_OUT_ROUTE
    const logOut = stream.revokeOnLogout(req => endSession(name => req.get(name)))
    own.post(path, logOut, (_req, res) => res.json(result))
    for (const parse of parsers[parser]) app.use(parse)
    if (mount === 'root') app.use(stream, own)
    if (mount === 'prefix') app.use('/api', stream, own)
    if (mount === 'nested') app.use('/v1', Router().use('/auth', Router().use(stream, own)))
    for (const { path, kind, options } of GUARDED_PATHS) {
      const guard = kind === 'user' ? stream.requireUserToken(options) : stream.requireServerToken()
      app.get(path, guard, (req, res) => res.json(guardedResult(getStreamAuth(req, { anyKind: true }))))
    }
    return app.use(passedOn, thrown)
  }

  return {
    name,
    cells: allCells(),
    passesOn: true,
    serve: spec => listen(createServer(createApp(spec)), pathsOf(spec)),
  }
}
