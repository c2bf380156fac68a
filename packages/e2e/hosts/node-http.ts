import { createServer, type IncomingMessage } from 'node:http'
import {
  type AppSpec,
  GUARDED_PATHS,
  guardedResult,
  type Host,
  LOG_OUT_ROUTE,
  PASSED_ON,
  TOKEN_PATHS,
  thrownResponse,
} from '@stream-token/conformance'
import { createTokenProvider } from '@stream-token/core'
import { createGuard } from '@stream-token/core/adapter'
import { fromNodeRequest, pathnameOf, writeReply } from '@stream-token/core/node'

async function serve({ options, verifyUser }: AppSpec) {
  const provider = createTokenProvider(options)
  const endpoint = provider.endpoint<IncomingMessage>((req, context) =>
    verifyUser(name => req.headers[name]?.toString(), context),
  )
  const handlers = new Map(TOKEN_PATHS.map(({ path, options }) => [path, endpoint.tokenHandler(options)]))
  const server = createServer(async (req, res) => {
    const path = endpoint.locate(pathnameOf(req))
    const handler = handlers.get(pathnameOf(req))
    const guarded = GUARDED_PATHS.find(guarded => guarded.path === pathnameOf(req))
    try {
      if (guarded !== undefined) {
        const found = await createGuard(provider, guarded.kind, guarded.options)(req)
        if ('reply' in found) writeReply(res, found.reply)
        else res.end(JSON.stringify(guardedResult(found.auth)))
        return
      }
      const request = fromNodeRequest(req, res, { path: path ?? '', raw: req })
      if (pathnameOf(req) === LOG_OUT_ROUTE.path) {
        const refused = await endpoint.logOut(request, raw =>
          LOG_OUT_ROUTE.endSession(name => raw.headers[name]?.toString()),
        )
        if (refused === undefined) res.end(JSON.stringify(LOG_OUT_ROUTE.result))
        else writeReply(res, refused)
        return
      }
      const reply = handler ? await handler.respond(request) : await endpoint.handle(request)
      if (reply === undefined) res.writeHead(PASSED_ON.status).end(PASSED_ON.body)
      else writeReply(res, reply)
    } catch (error) {
      const { status, headers, body } = thrownResponse(error)
      res.writeHead(status, headers).end(JSON.stringify(body))
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    url: `http://127.0.0.1:${port}`,
    base: options.basePath ?? '/stream',
    own: '',
    async close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

export const nodeHttp: Host = {
  name: 'node:http',
  cells: [{ parser: 'none', mount: 'root' }],
  passesOn: true,
  serve,
}
