import { once } from 'node:events'
import { bodyParser } from '@koa/bodyparser'
import {
  createTokenProvider,
  memoryRevocationStore,
  type RevocationStore,
  type TokenProviderEvent,
} from '@stream-token/core'
import type { Context } from 'koa'
import { describe, expect, it } from 'vitest'
import {
  forbidden,
  type StreamTokenMiddleware,
  streamTokenProvider,
  unauthenticated,
  type VerifyUser,
} from '../src/index.js'
import { koas } from './fixture/koas.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'
import { post } from './fixture/post.js'
import { request } from './fixture/request.js'

/** Creates a store that records its writes in `order`; with `fails`, every write rejects. */
function recordingStore(order: string[], fails = false): RevocationStore {
  const store = memoryRevocationStore()
  return {
    ...store,
    read: store.read.bind(store),
    write: (...input: Parameters<RevocationStore['write']>) => {
      order.push('revoke')
      return fails ? Promise.reject(new Error('down')) : store.write(...input)
    },
  }
}

describe.each(koas)('$name: revokeOnLogout', ({ create }) => {
  const logOut = (stream: StreamTokenMiddleware, order: string[], app = create()) =>
    app.use(stream.revokeOnLogout(async () => void order.push('end session'))).use(ctx => {
      order.push('handler')
      ctx.body = 'bye'
    })

  it('ends the session, revokes, and only then runs the app', async () => {
    const order: string[] = []
    const stream = streamTokenProvider(() => 'john', { ...options, revocations: recordingStore(order) })
    const token = await stream.createToken('john')
    const url = await listen(logOut(stream, order).callback())
    expect(await post(url)).toEqual({ status: 200, body: 'bye' })
    expect(order).toEqual(['end session', 'revoke', 'handler'])
    await expect(stream.verifyToken(token)).rejects.toMatchObject({ reason: 'token_revoked' })
  })

  it('passes the parsed body to verifyUser if a parser runs first', async () => {
    const order: string[] = []
    const stream = streamTokenProvider((_ctx, { body }) => (body.session === 'of john' ? 'john' : null), {
      ...options,
      revocations: recordingStore(order),
    })
    const app = create()
    app.use(bodyParser())
    const url = await listen(logOut(stream, order, app).callback())
    expect(await post(url, { session: 'of john' })).toEqual({ status: 200, body: 'bye' })
    expect(order).toEqual(['end session', 'revoke', 'handler'])
  })

  it('aborts the signal of a pending verifyUser when the client disconnects', async () => {
    const client = new AbortController()
    let notify: (signal: AbortSignal) => void = () => {}
    const notified = new Promise<AbortSignal>(resolve => {
      notify = resolve
    })
    const stream = streamTokenProvider(
      async (_ctx, { signal }) => {
        const aborted = once(signal, 'abort')
        client.abort()
        await aborted
        notify(signal)
        return null
      },
      { ...options, verifyUserTimeout: 60 },
    )
    const url = await listen(logOut(stream, []).callback())
    const response = fetch(url, { method: 'POST', signal: client.signal })
    await expect(response).rejects.toThrow('aborted')
    expect((await notified).aborted).toBe(true)
  })

  it.each<[string, VerifyUser<Context>]>([
    ['null', () => null],
    ['a thrown 401', () => Promise.reject(unauthenticated())],
    ['ctx.throw(401)', ctx => ctx.throw(401)],
  ])('D1, D2: ends the session, says so and runs the app if nobody is found: %s', async (_, verifyUser) => {
    const order: string[] = []
    const events: TokenProviderEvent[] = []
    const stream = streamTokenProvider(verifyUser, {
      ...options,
      revocations: recordingStore(order),
      onEvent: event => events.push(event),
    })
    expect(await post(await listen(logOut(stream, order).callback()))).toEqual({ status: 200, body: 'bye' })
    expect(order).toEqual(['end session', 'handler'])
    expect(events.map(({ type }) => type)).toEqual(['log_out_of_nobody'])
  })

  it.each<[string, VerifyUser<Context>]>([
    ['forbidden()', () => Promise.reject(forbidden())],
    ['ctx.throw(403)', ctx => ctx.throw(403)],
  ])('D1: ends the session, revokes nothing and responds 403 to %s', async (_, verifyUser) => {
    const order: string[] = []
    const stream = streamTokenProvider(verifyUser, { ...options, revocations: recordingStore(order) })
    const { status, body } = await post(await listen(logOut(stream, order).callback()))
    expect([status, body]).toMatchObject([403, { reason: 'forbidden' }])
    expect(order).toEqual(['end session'])
  })

  const other = 'https://other.example'

  it.each<[string, string, Record<string, string>]>([
    ['a form of another site', 'POST', { origin: other, 'sec-fetch-site': 'cross-site' }],
    ['a form of another site, in an old browser', 'POST', { origin: other }],
    ['a link of another site', 'GET', { 'sec-fetch-site': 'cross-site' }],
  ])('D3: responds 403 to %s, and nothing happens', async (_, method, headers) => {
    const order: string[] = []
    const stream = streamTokenProvider(() => 'john', { ...options, revocations: recordingStore(order) })
    const { status, body } = await request(await listen(logOut(stream, order).callback()), headers, method)
    expect([status, JSON.parse(body).reason, order]).toEqual([403, 'origin_forbidden', []])
  })

  it.each<[string, readonly string[] | undefined, string, Record<string, string>]>([
    ['an allowed origin', [other], 'POST', { origin: other, 'sec-fetch-site': 'cross-site' }],
    ['the own page', undefined, 'POST', { host: 'app.example', origin: 'https://app.example' }],
    ['a link of the own site', undefined, 'GET', { 'sec-fetch-site': 'same-origin' }],
  ])('D3: logs out for %s', async (_, allowedOrigins, method, headers) => {
    const order: string[] = []
    const stream = streamTokenProvider(() => 'john', {
      ...options,
      allowedOrigins,
      revocations: recordingStore(order),
    })
    const { status } = await request(await listen(logOut(stream, order).callback()), headers, method)
    expect([status, order]).toEqual([200, ['end session', 'revoke', 'handler']])
  })

  it('responds 503 if the revocation is not stored, and the app does not run', async () => {
    const order: string[] = []
    const stream = streamTokenProvider(() => 'john', { ...options, revocations: recordingStore(order, true) })
    const { status, body } = await post(await listen(logOut(stream, order).callback()))
    expect([status, body]).toMatchObject([503, { reason: 'revocation_not_stored' }])
    expect(order).toEqual(['end session', 'revoke'])
  })

  it('D4: waits for the promise of endSession before it revokes', async () => {
    const order: string[] = []
    const stream = streamTokenProvider(() => 'john', { ...options, revocations: recordingStore(order) })
    const end = () => new Promise(resolve => setImmediate(() => resolve(order.push('ended'))))
    const app = create().use(stream.revokeOnLogout(end))
    expect((await post(await listen(app.callback()))).status).toBe(404)
    expect(order).toEqual(['ended', 'revoke'])
  })

  it('D4: passes an error of endSession on to Koa, and revokes nothing', async () => {
    const order: string[] = []
    const provider = createTokenProvider({ ...options, revocations: recordingStore(order) })
    const stream = streamTokenProvider(() => 'john', { provider })
    const app = create().use(stream.revokeOnLogout(ctx => ctx.throw(418, 'no session')))
    expect(await post(await listen(app.callback()))).toEqual({ status: 418, body: 'no session' })
    expect(order).toEqual([])
  })
})
