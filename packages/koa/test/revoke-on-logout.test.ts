import { once } from 'node:events'
import { bodyParser } from '@koa/bodyparser'
import { createTokenProvider, memoryRevocationStore, type RevocationStore } from '@stream-token/core'
import { describe, expect, it } from 'vitest'
import { type StreamTokenMiddleware, streamTokenProvider } from '../src/index.js'
import { koas } from './fixture/koas.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'
import { post } from './fixture/post.js'

/** A store that says when it is written to, and fails where it is told to. */
function noting(order: string[], fails = false): RevocationStore {
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

  it('ends the session, revokes, and only then lets the app answer', async () => {
    const order: string[] = []
    const stream = streamTokenProvider(() => 'john', { ...options, revocations: noting(order) })
    const token = await stream.createToken('john')
    const url = await listen(logOut(stream, order).callback())
    expect(await post(url)).toEqual({ status: 200, body: 'bye' })
    expect(order).toEqual(['end session', 'revoke', 'handler'])
    await expect(stream.verifyToken(token)).rejects.toMatchObject({ reason: 'token_revoked' })
  })

  it('finds the user by the body too, where a parser stands before it', async () => {
    const order: string[] = []
    const stream = streamTokenProvider((_ctx, { body }) => (body.session === 'of john' ? 'john' : null), {
      ...options,
      revocations: noting(order),
    })
    const app = create()
    app.use(bodyParser())
    const url = await listen(logOut(stream, order, app).callback())
    expect(await post(url, { session: 'of john' })).toEqual({ status: 200, body: 'bye' })
    expect(order).toEqual(['end session', 'revoke', 'handler'])
  })

  it('tells a verifyUser that waits when the client breaks off', async () => {
    const client = new AbortController()
    let tell: (signal: AbortSignal) => void = () => {}
    const told = new Promise<AbortSignal>(resolve => {
      tell = resolve
    })
    const stream = streamTokenProvider(
      async (_ctx, { signal }) => {
        const aborted = once(signal, 'abort')
        client.abort()
        await aborted
        tell(signal)
        return null
      },
      { ...options, verifyUserTimeout: 60 },
    )
    const url = await listen(logOut(stream, []).callback())
    const asked = fetch(url, { method: 'POST', signal: client.signal })
    await expect(asked).rejects.toThrow('aborted')
    expect((await told).aborted).toBe(true)
  })

  it('has nothing to revoke where nobody is signed in, and lets the app answer', async () => {
    const order: string[] = []
    const stream = streamTokenProvider(() => null, { ...options, revocations: noting(order) })
    expect(await post(await listen(logOut(stream, order).callback()))).toEqual({ status: 200, body: 'bye' })
    expect(order).toEqual(['handler'])
  })

  it('answers 503 where the revocation is not stored, and the app does not say that all is well', async () => {
    const order: string[] = []
    const stream = streamTokenProvider(() => 'john', { ...options, revocations: noting(order, true) })
    const { status, body } = await post(await listen(logOut(stream, order).callback()))
    expect([status, body]).toMatchObject([503, { reason: 'revocation_not_stored' }])
    expect(order).not.toContain('handler')
  })

  it('leaves an error of endSession to Koa', async () => {
    const provider = createTokenProvider(options)
    const stream = streamTokenProvider(() => 'john', { provider })
    const app = create().use(stream.revokeOnLogout(ctx => ctx.throw(418, 'no session')))
    expect(await post(await listen(app.callback()))).toEqual({ status: 418, body: 'no session' })
  })
})
