import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { listen } from './fixture/listen.js'
import { options, otherOptions } from './fixture/options.js'
import { post } from './fixture/post.js'

const stream = streamTokenProvider(() => 'john', options)

/** Middleware as any Connect-style chain calls it, with Node's own objects. */
type Connect = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void
const asConnect = (middleware: RequestHandler) => middleware as unknown as Connect

describe('a request for another route', () => {
  it.each([
    ['another path', 'GET', '/'],
    ['another path below the base path', 'POST', '/stream/other'],
    ['the base path', 'POST', '/stream'],
    ['the path with a trailing slash', 'POST', '/stream/token/'],
  ])('is passed to next before the middleware returns: %s', async (_what, method, path) => {
    const url = await listen((req, res) => {
      let passed = false
      asConnect(stream)(req, res, () => {
        passed = true
      })
      res.end(String(passed))
    })
    expect(await (await fetch(`${url}${path}`, { method })).text()).toBe('true')
  })

  it('is passed on synchronously with an empty base path too', async () => {
    const bare = streamTokenProvider(() => 'john', { ...options, basePath: '' })
    const url = await listen((req, res) => {
      let passed = false
      asConnect(bare)(req, res, () => {
        passed = true
      })
      res.end(String(passed))
    })
    expect(await (await fetch(`${url}/messages`)).text()).toBe('true')
  })

  it("reaches the app's own routes, with its body, and its errors reach the app's error handler", async () => {
    const thrown: unknown[] = []
    const app = express().use(stream, express.json())
    app.post('/echo', (req, res) => res.json(req.body))
    app.get('/throw', () => {
      throw new Error('mine')
    })
    app.get('/reject', async () => {
      throw new Error('mine too')
    })
    const handler: ErrorRequestHandler = (error, _req, res, _next) => {
      thrown.push(error.message)
      res.status(599).end()
    }
    const url = await listen(app.use(handler))
    expect(await post(`${url}/echo`, { a: 1 })).toEqual({ status: 200, body: { a: 1 } })
    expect((await fetch(`${url}/throw`)).status).toBe(599)
    expect((await fetch(`${url}/reject`)).status).toBe(599)
    expect(thrown).toEqual(['mine', 'mine too'])
  })

  it('is passed on for OPTIONS, so that the app can respond to CORS preflights', async () => {
    const app = express().use(stream)
    app.options('/stream/token', (_req, res) => res.status(204).set('x-mine', '1').end())
    const response = await fetch(`${await listen(app)}/stream/token`, { method: 'OPTIONS' })
    expect([response.status, response.headers.get('x-mine')]).toEqual([204, '1'])
  })
})

describe('the body', () => {
  const echo = streamTokenProvider((_req, { body }) => ({ id: 'john', claims: { body } }), options)

  it.each<[string, readonly RequestHandler[]]>([
    ['no parser', []],
    ['json', [express.json()]],
    ['raw', [express.raw({ type: '*/*' })]],
    ['text', [express.text({ type: '*/*' })]],
    ['urlencoded', [express.urlencoded()]],
    ['urlencoded and json', [express.urlencoded({ extended: true }), express.json()]],
    ['json twice', [express.json(), express.json()]],
  ])('reaches verifyUser after %s', async (_what, parsers) => {
    const app = express()
    for (const parser of parsers) app.use(parser)
    const url = await listen(app.use(echo, express.json()))
    const { status, body } = await post(`${url}/stream/token`, { device: 'phone' })
    expect(status).toBe(200)
    const { claims } = await echo.verifyToken((body as { token: string }).token)
    expect(claims.body).toEqual({ device: 'phone' })
  })
})

describe('a chain without the fields that Express adds', () => {
  it('issues the token and passes other requests on', async () => {
    const seen: unknown[] = []
    const plain = streamTokenProvider(req => {
      seen.push([typeof req.get, typeof req.ip, req.headers['x-user']])
      return 'john'
    }, options)
    const url = await listen((req, res) =>
      asConnect(plain)(req, res, () => void res.writeHead(404).end('no route')),
    )
    expect(await post(`${url}/stream/token`, {})).toMatchObject({ status: 200, body: { userId: 'john' } })
    expect(await post(`${url}/other`)).toEqual({ status: 404, body: 'no route' })
    expect(seen).toEqual([['undefined', 'undefined', undefined]])
  })

  it('receives the error if the response cannot be written', async () => {
    const url = await listen((req, res) => {
      res.setHeader = () => {
        throw new Error('headers are closed')
      }
      asConnect(stream)(req, res, error => {
        res.writeHead(500).end(error instanceof Error ? error.message : 'passed on')
      })
    })
    expect(await post(`${url}/stream/token`)).toEqual({ status: 500, body: 'headers are closed' })
  })

  it('does not throw if the platform parses the body on first access and the body is not JSON', async () => {
    const thrown: unknown[] = []
    const url = await listen(async (req, res) => {
      for await (const _chunk of req);
      Object.defineProperty(req, 'body', {
        get() {
          throw new Error('Invalid JSON')
        },
      })
      try {
        asConnect(stream)(req, res, () => {})
      } catch (error) {
        thrown.push(error)
        res.end()
      }
    })
    expect(await post(`${url}/stream/token`, 'no object')).toMatchObject({
      status: 400,
      body: { reason: 'body_invalid' },
    })
    expect(thrown).toEqual([])
  })

  it('does not mistake the middleware for an app', () => {
    expect(['handle', 'set', 'fetch'].filter(name => name in stream)).toEqual([])
    expect(() => createServer(express().use(stream))).not.toThrow()
  })
})

describe('two endpoints in one app', () => {
  it('each respond at their own path, with their own key', async () => {
    const other = streamTokenProvider(() => 'jane', { ...otherOptions, basePath: '/video' })
    const app = express().use(stream, other)
    app.get('/both', stream.requireUserToken(), other.requireUserToken(), (_req, res) => res.end())
    const url = await listen(app)
    expect((await post(`${url}/stream/token`)).body).toMatchObject({ userId: 'john', apiKey: 'express-test' })
    expect((await post(`${url}/video/token`)).body).toMatchObject({ userId: 'jane', apiKey: 'express-other' })
    const headers = { authorization: `Bearer ${await stream.createToken('john')}` }
    expect(await (await fetch(`${url}/both`, { headers })).json()).toMatchObject({ code: 43 })
  })
})
