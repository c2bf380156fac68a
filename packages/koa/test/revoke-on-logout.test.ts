import { once } from 'node:events'
import { bodyParser } from '@koa/bodyparser'
import { createTokenProvider, memoryRevocationStore, type RevocationStore } from '@stream-token/core'
import { describe, expect, it } from 'vitest'
import { type StreamTokenMiddleware, streamTokenProvider } from '../src/index.js'
import { koas } from './fixture/koas.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'
import { post } from './fixture/post.js'

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

  it('revokes nothing if nobody is signed in, and runs the app', async () => {
    const order: string[] = []
    const stream = streamTokenProvider(() => null, { ...options, revocations: recordingStore(order) })
    expect(await post(await listen(logOut(stream, order).callback()))).toEqual({ status: 200, body: 'bye' })
    expect(order).toEqual(['handler'])
  })

  it('responds 503 if the revocation is not stored, and the app does not run', async () => {
    const order: string[] = []
    const stream = streamTokenProvider(() => 'john', { ...options, revocations: recordingStore(order, true) })
    const { status, body } = await post(await listen(logOut(stream, order).callback()))
    expect([status, body]).toMatchObject([503, { reason: 'revocation_not_stored' }])
    expect(order).not.toContain('handler')
  })

  it('passes an error of endSession on to Koa', async () => {
    const provider = createTokenProvider(options)
    const stream = streamTokenProvider(() => 'john', { provider })
    const app = create().use(stream.revokeOnLogout(ctx => ctx.throw(418, 'no session')))
    expect(await post(await listen(app.callback()))).toEqual({ status: 418, body: 'no session' })
  })
})
