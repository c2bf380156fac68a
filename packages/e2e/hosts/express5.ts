import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type AppSpec,
  allCells,
  GUARDED_PATHS,
  guardedAnswer,
  type Host,
  PASSED_ON,
  type Served,
  thrownAnswer,
} from '@stream-token/conformance'
import { getStreamAuth, streamTokenProvider } from '@stream-token/express'
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'

/** The parsers that Express apps put before everything else. */
const PARSERS = {
  none: [],
  parsed: [express.json(), express.urlencoded(), express.text()],
  raw: [express.raw({ type: () => true })],
} as const

const MOUNTS = { root: '', prefix: '/api', nested: '/v1/auth' } as const

function createApp({ options, verifyUser, parser, mount }: AppSpec): Express {
  const app = express()
  const stream = streamTokenProvider((req, context) => verifyUser(name => req.get(name), context), options)
  for (const parse of PARSERS[parser]) app.use(parse)
  if (mount === 'root') app.use(stream)
  if (mount === 'prefix') app.use('/api', stream)
  if (mount === 'nested') app.use('/v1', express.Router().use('/auth', express.Router().use(stream)))
  for (const { path, kind, options } of GUARDED_PATHS) {
    const guard = kind === 'user' ? stream.requireUser(options) : stream.requireServer()
    app.get(path, guard, (req, res) => res.json(guardedAnswer(getStreamAuth(req))))
  }
  return app.use(passedOn, thrown)
}

const passedOn: RequestHandler = (_req, res) => {
  res.status(PASSED_ON.status).end(PASSED_ON.body)
}

const thrown: ErrorRequestHandler = (error, _req, res, _next) => {
  const { status, headers, body } = thrownAnswer(error)
  res.status(status).set(headers).json(body)
}

async function serve(spec: AppSpec): Promise<Served> {
  const server = createServer(createApp(spec))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    base: MOUNTS[spec.mount] + (spec.options.basePath ?? '/stream'),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export const express5: Host = { name: 'express 5', cells: allCells(), passesOn: true, serve }
