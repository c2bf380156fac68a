import { once } from 'node:events'
import express, { type Request } from 'express'
import { describe, expect, it } from 'vitest'
import { forbidden, streamTokenProvider, unauthenticated, type VerifyUser } from '../src/index.js'
import { expresses } from './fixture/expresses.js'
import { listen } from './fixture/listen.js'
import { type LogOutOptions, startLogOut } from './fixture/log-out-app.js'
import { options } from './fixture/options.js'
import { post } from './fixture/post.js'

describe.each(expresses)('$name: revokeOnLogout', ({ framework }) => {
  const begin = (own: LogOutOptions = {}) => startLogOut({ framework, ...own })

  it('calls verifyUser, ends the session, revokes, and then runs the handler', async () => {
    const { post, log } = await begin()
    expect(await post('/log-out', 'phone')).toMatchObject({ status: 200, body: 'bye' })
    expect(log).toEqual(['verifyUser', 'endSession', 'revoke', 'handler'])
  })

  it('passes the parsed body to verifyUser if a parser runs first', async () => {
    const bodies: unknown[] = []
    const stream = streamTokenProvider((_req, { body }) => {
      bodies.push(body)
      return null
    }, options)
    const logOut = stream.revokeOnLogout(() => {})
    const app = framework()
      .post('/parsed', express.json(), logOut, (_req, res) => res.json('bye'))
      .post('/left-to-the-app', logOut, express.json(), (req, res) => res.json(req.body))
    const url = await listen(app)
    const body = { session: 'of john' }
    expect(await post(`${url}/parsed`, body)).toEqual({ status: 200, body: '"bye"' })
    expect(await post(`${url}/left-to-the-app`, body)).toEqual({ status: 200, body })
    expect(bodies).toEqual([body, {}])
  })

  it('aborts the signal of a pending verifyUser when the client disconnects', async () => {
    const client = new AbortController()
    let notify: (signal: AbortSignal) => void = () => {}
    const notified = new Promise<AbortSignal>(resolve => {
      notify = resolve
    })
    const stream = streamTokenProvider(
      async (_req, { signal }) => {
        const aborted = once(signal, 'abort')
        client.abort()
        await aborted
        notify(signal)
        return null
      },
      { ...options, verifyUserTimeout: 60 },
    )
    const logOut = stream.revokeOnLogout(() => {})
    const url = await listen(framework().use(logOut))
    const response = fetch(url, { method: 'POST', signal: client.signal })
    await expect(response).rejects.toThrow('aborted')
    expect((await notified).aborted).toBe(true)
  })

  it('D4: waits for the promise of endSession before it revokes', async () => {
    const { post, log } = await begin({
      endSession: () => new Promise(resolve => setImmediate(() => resolve(log.push('ended')))),
    })
    await post('/log-out', 'phone')
    expect(log).toEqual(['verifyUser', 'endSession', 'ended', 'revoke', 'handler'])
  })

  it('revokes the tokens of all devices of this user, and of no other user', async () => {
    const { post, use } = await begin()
    const tokens = await Promise.all(
      ['phone', 'laptop', 'jane'].map(async session => (await post('/stream/token', session)).body.token),
    )
    await post('/log-out', 'phone')
    expect(await Promise.all(tokens.map(use))).toEqual([401, 401, 200])
    const { status, body } = await post('/stream/token', 'laptop')
    expect([status, await use(body.token)]).toEqual([200, 200])
    expect((await post('/stream/token', 'phone')).status).toBe(401)
  })

  it.each<[string, VerifyUser<Request>]>([
    ['null', () => null],
    ['undefined', () => undefined],
    ['false', () => false],
    ['a thrown 401', () => Promise.reject(unauthenticated())],
  ])(
    'D1, D2: ends the session, says so and runs the handler if nobody is found: %s',
    async (_, verifyUser) => {
      const { post, log, events, sessions } = await begin({ verifyUser })
      expect(await post('/log-out', 'phone')).toMatchObject({ status: 200, body: 'bye' })
      expect(log).toEqual(['verifyUser', 'endSession', 'handler'])
      expect(sessions.has('phone')).toBe(false)
      expect(events.map(({ type }) => type)).toEqual(['log_out_of_nobody'])
    },
  )

  it('D1: ends the session, revokes nothing and responds 403 if verifyUser throws 403', async () => {
    const { post, log, sessions, store } = await begin({ verifyUser: () => Promise.reject(forbidden()) })
    expect(await post('/log-out', 'phone')).toMatchObject({ status: 403, body: { reason: 'forbidden' } })
    expect(log).toEqual(['verifyUser', 'endSession'])
    expect([sessions.has('phone'), await store.read('john')]).toEqual([false, {}])
  })

  it.each([
    ['an error', new Error('canary')],
    ['the 401 of a service', Object.assign(new Error('canary'), { status: 401 })],
  ])('ends no session if verifyUser fails with %s', async (_, thrown) => {
    const { post, log } = await begin({ verifyUser: () => Promise.reject(thrown) })
    const { status, body } = await post('/log-out', 'phone')
    expect([status, body.reason]).toEqual([500, 'verify_user_failed'])
    expect(JSON.stringify(body)).not.toContain('canary')
    expect(log).toEqual(['verifyUser'])
  })

  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('redis is down')
      },
    ],
    ['rejects', () => Promise.reject(new Error('redis is down'))],
  ])('D4: passes the error to next if endSession %s, and revokes nothing', async (_, endSession) => {
    const { post, log, store } = await begin({ endSession })
    expect(await post('/log-out', 'phone')).toMatchObject({
      status: 500,
      body: { thrown: 'Error: redis is down' },
    })
    expect(log).toEqual(['verifyUser', 'endSession', 'error handler'])
    expect(await store.read('john')).toEqual({})
  })

  it('responds 503 and does not run the handler if the revocation is not stored', async () => {
    const { post, log, sessions, use } = await begin({
      revocations: {
        read: () => ({}),
        write: () => Promise.reject(new Error('canary')),
      },
    })
    const { body } = await post('/stream/token', 'phone')
    log.length = 0
    const reply = await post('/log-out', 'phone')
    expect([reply.status, reply.body.reason, reply.headers.get('retry-after')]).toEqual([
      503,
      'revocation_not_stored',
      '1',
    ])
    expect(log).toEqual(['verifyUser', 'endSession'])
    expect([sessions.has('phone'), await use(body.token)]).toEqual([false, 401])
  })

  it('does not wait for Stream, and reports a refusal by Stream as an event', async () => {
    const calls: (() => void)[] = []
    const baseUrl = await listen((_req, res) => {
      calls.push(() => res.writeHead(400).end('{}'))
    })
    const { stream, post, events } = await begin({ streamApi: { baseUrl } })
    expect((await post('/log-out', 'phone')).status).toBe(200)
    expect(events.filter(({ type }) => type === 'not_propagated')).toEqual([])
    const closed = stream.close()
    while (calls.length === 0) await new Promise(setImmediate)
    for (const respond of calls) respond()
    await closed
    expect(events.at(-1)).toMatchObject({ type: 'not_propagated', userId: 'john' })
  })
})

describe('a token that was requested before the log-out', () => {
  /** Starts an app whose `verifyUser` reads the session at once but returns only after `release()`. */
  async function startWithPendingRequest() {
    let release = (): void => {}
    let arrived = (): void => {}
    const held = new Promise<void>(resolve => {
      release = resolve
    })
    const waiting = new Promise<void>(resolve => {
      arrived = resolve
    })
    const app = await startLogOut({
      async verifyUser(req) {
        const userId = app.signedIn(req)
        if (req.path.endsWith('/token')) {
          arrived()
          await held
        }
        return userId
      },
    })
    const pending = app.post('/stream/token', 'phone')
    await waiting
    return { ...app, pending, release }
  }

  it('is refused with 401, although its verifyUser had accepted the session', async () => {
    const { pending, release, post, events } = await startWithPendingRequest()
    expect((await post('/log-out', 'phone')).status).toBe(200)
    release()
    const { status, body } = await pending
    expect([status, body.reason, 'token' in body]).toEqual([401, 'unauthenticated', false])
    expect(events.filter(({ type }) => type === 'issued')).toEqual([])
  })

  it('is issued and valid if its own session continues', async () => {
    const { pending, release, post, use } = await startWithPendingRequest()
    expect((await post('/log-out', 'laptop')).status).toBe(200)
    release()
    const { status, body } = await pending
    expect([status, await use(body.token)]).toEqual([200, 200])
  })

  it('is refused with 403 if its user was blocked in the meantime', async () => {
    const { pending, release, stream } = await startWithPendingRequest()
    await stream.blockUser('john')
    release()
    expect(await pending).toMatchObject({ status: 403, body: { reason: 'user_blocked' } })
  })
})
