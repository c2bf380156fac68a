import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import express, { type ErrorRequestHandler, type RequestHandler } from 'express'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { listen } from './fixture/listen.js'
import { options, otherOptions } from './fixture/options.js'
import { post } from './fixture/post.js'

const stream = streamTokenProvider(() => 'john', options)

/** Calls a middleware as any chain of the Connect kind does, with Node's own objects. */
type Connect = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void
const asConnect = (middleware: RequestHandler) => middleware as unknown as Connect

describe('what is not ours', () => {
  it.each([
    ['another path', 'GET', '/'],
    ['another path below the base path', 'POST', '/stream/other'],
    ['the base path', 'POST', '/stream'],
    ['the path with a slash more', 'POST', '/stream/token/'],
  ])('goes on to next before the middleware returns: %s', async (_what, method, path) => {
    const url = await listen((req, res) => {
      let passed = false
      asConnect(stream)(req, res, () => {
        passed = true
      })
      res.end(String(passed))
    })
    expect(await (await fetch(`${url}${path}`, { method })).text()).toBe('true')
  })

  it('goes on at once also where the base path is empty', async () => {
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

  it("keeps the app's own routes, bodies and errors", async () => {
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

  it('goes on with OPTIONS, to the CORS of the app', async () => {
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
  ])('reaches verifyUser behind %s', async (_what, parsers) => {
    const app = express()
    for (const parser of parsers) app.use(parser)
    const url = await listen(app.use(echo, express.json()))
    const { status, body } = await post(`${url}/stream/token`, { device: 'phone' })
    expect(status).toBe(200)
    const { claims } = await echo.verifyToken((body as { token: string }).token)
    expect(claims.body).toEqual({ device: 'phone' })
  })
})

describe('a chain without the fields of Express', () => {
  it('gets the token, or its request back', async () => {
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

  it('is given what a reply that cannot be written throws', async () => {
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

  it('does not throw where a platform parses at the first look, and what was sent is no JSON', async () => {
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

  it('does not take the middleware for an app', () => {
    expect(['handle', 'set', 'fetch'].filter(name => name in stream)).toEqual([])
    expect(() => createServer(express().use(stream))).not.toThrow()
  })
})

describe('two in one app', () => {
  it('answer each its own path, with its own keys', async () => {
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
