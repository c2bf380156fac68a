import express, { type ErrorRequestHandler } from 'express'
import { describe, expect, it } from 'vitest'
import { getStreamAuth, isTokenProviderError, streamTokenProvider } from '../src/index.js'
import { listen } from './fixture/listen.js'
import { options, otherOptions } from './fixture/options.js'

const stream = streamTokenProvider(() => 'john', options)

const get = async (url: string, token?: string) => {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const response = await fetch(url, { headers })
  return { status: response.status, body: JSON.parse(await response.text()) }
}

describe('requireUserToken', () => {
  it('passes the verified token to the handler, as getStreamAuth(req) and as req.streamAuth', async () => {
    const app = express().get('/', stream.requireUserToken(), (req, res) => {
      res.json([getStreamAuth(req, { anyKind: true }), req.streamAuth])
    })
    const token = await stream.createToken('john', { role: 'host' })
    const auth = expect.objectContaining({ kind: 'user', userId: 'john', role: 'host' })
    expect(await get(await listen(app), token)).toEqual({ status: 200, body: [auth, auth] })
  })

  it('responds to a refused request itself and does not run the handler', async () => {
    const ran: string[] = []
    const app = express().get('/', stream.requireUserToken(), (_req, res) => {
      ran.push('handler')
      res.json({})
    })
    const url = await listen(app.use(() => ran.push('next')))
    expect(await get(url)).toMatchObject({ status: 401, body: { reason: 'token_missing' } })
    expect(ran).toEqual([])
  })

  it('requires a token even if req.streamAuth is already set', async () => {
    const app = express().use((req, _res, next) => {
      req.streamAuth = { kind: 'user', userId: 'admin', claims: {} }
      next()
    })
    app.use(stream.requireUserToken())
    expect(await get(await listen(app))).toMatchObject({ status: 401, body: { reason: 'token_missing' } })
  })

  it("refuses another provider's token, even after that provider's guard accepted it", async () => {
    const other = streamTokenProvider(() => 'john', otherOptions)
    const url = await listen(express().use(other.requireUserToken(), stream.requireUserToken()))
    expect(await get(url, await other.createToken('john'))).toMatchObject({ status: 401, body: { code: 43 } })
  })

  it("passes a refusal to the error handler with onRefused: 'forward'", async () => {
    const app = express().get('/', stream.requireUserToken({ onRefused: 'forward' }), (_req, res) =>
      res.json({}),
    )
    const handler: ErrorRequestHandler = (error, _req, res, _next) => {
      const own = isTokenProviderError(error)
      res
        .status(error.status)
        .json({ own, reason: error.reason, expose: error.expose, headers: error.headers })
    }
    expect(await get(await listen(app.use(handler)))).toEqual({
      status: 401,
      body: { own: true, reason: 'token_missing', expose: true, headers: { 'www-authenticate': 'Bearer' } },
    })
  })

  it("passes a refusal to Express's own error handler if the app has none, with status and challenge", async () => {
    const app = express().get('/', stream.requireUserToken({ onRefused: 'forward' }))
    const response = await fetch(await listen(app))
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
  })

  it('guards a router and all routes below it', async () => {
    const router = express.Router().use(stream.requireUserToken())
    router.get('/a/b', (req, res) => res.json(getStreamAuth(req)))
    const url = await listen(express().use('/private', router))
    expect((await get(`${url}/private/a/b`)).status).toBe(401)
    expect((await get(`${url}/private/a/b`, await stream.createToken('john'))).status).toBe(200)
  })
})

describe('requireServerToken', () => {
  it('accepts a server token and refuses a user token', async () => {
    const app = express().get('/', stream.requireServerToken(), (req, res) =>
      res.json(getStreamAuth(req, { anyKind: true }).kind),
    )
    const url = await listen(app)
    expect(await get(url, await stream.provider.createServerToken())).toEqual({ status: 200, body: 'server' })
    expect(await get(url, await stream.createToken('john'))).toMatchObject({
      status: 401,
      body: { reason: 'token_wrong_kind' },
    })
  })
})

describe('getStreamAuth', () => {
  it.each([
    ['without a guard', undefined],
    ["with another middleware's streamAuth", { kind: 'user', userId: 'admin', claims: {} }],
  ])('throws %s', async (_what, foreign) => {
    const app = express()
      .use((req, _res, next) => {
        if (foreign !== undefined) Object.assign(req, { streamAuth: foreign })
        next()
      })
      .get('/', (req, res) => res.json(getStreamAuth(req)))
    const handler: ErrorRequestHandler = (error, _req, res, _next) => {
      res.status(500).json(error.message)
    }
    const { status, body } = await get(await listen(app.use(handler)))
    expect([status, body]).toEqual([500, expect.stringContaining('No guard ran')])
  })

  it.each(['server', 'anonymous'])('throws if the guard accepted no user token: %s', async kind => {
    const guard =
      kind === 'server' ? stream.requireServerToken() : stream.requireUserToken({ anonymous: true })
    const handler: ErrorRequestHandler = (error, _req, res, _next) => {
      res.status(500).json(error.message)
    }
    const app = express().get('/', guard, (req, res) => res.json(getStreamAuth(req)))
    const token = kind === 'server' ? await stream.provider.createServerToken() : undefined
    const { status, body } = await get(await listen(app.use(handler)), token)
    expect([status, body]).toEqual([500, expect.stringMatching(`\\(${kind}\\).*anyKind: true`)])
  })

  it('returns what the guard verified even if other middleware overwrites req.streamAuth', async () => {
    const app = express().use(stream.requireUserToken(), (req, _res, next) => {
      Object.assign(req, { streamAuth: { kind: 'user', userId: 'admin', claims: {} } })
      next()
    })
    app.get('/', (req, res) => res.json(getStreamAuth(req)))
    const { body } = await get(await listen(app), await stream.createToken('john'))
    expect(body).toMatchObject({ userId: 'john' })
  })
})
