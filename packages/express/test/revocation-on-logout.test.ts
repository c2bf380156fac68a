import { once } from 'node:events'
import { memoryRevocationStore, type TokenProviderEvent, type TokenProviderOptions } from '@stream-token/core'
import express, { type ErrorRequestHandler, type Request } from 'express'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider, type VerifyUser } from '../src/index.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'
import { post } from './fixture/post.js'

interface Own extends Partial<TokenProviderOptions<Request>> {
  readonly verifyUser?: VerifyUser<Request>
  readonly endSession?: (req: Request) => unknown
}

/** Starts an app with in-memory sessions, a log-out route, and a log of the order of calls. */
async function start({ verifyUser, endSession, ...own }: Own = {}) {
  const log: string[] = []
  const sessions = new Map([
    ['phone', 'john'],
    ['laptop', 'john'],
    ['jane', 'jane'],
  ])
  const events: TokenProviderEvent[] = []
  const store = memoryRevocationStore()
  const signedIn = (req: Request) => sessions.get(req.get('x-session') ?? '')
  const stream = streamTokenProvider<Request>(
    (req, context) => {
      log.push('verifyUser')
      return verifyUser === undefined ? signedIn(req) : verifyUser(req, context)
    },
    {
      ...options,
      revocations: {
        ...store,
        write(changes) {
          log.push('revoke')
          return store.write(changes)
        },
      },
      onEvent: event => events.push(event),
      ...own,
    },
  )
  const end = (req: Request): unknown => {
    log.push('endSession')
    return endSession === undefined ? sessions.delete(req.get('x-session') ?? '') : endSession(req)
  }
  const onError: ErrorRequestHandler = (error, _req, res, _next) => {
    log.push('error handler')
    res.status(500).json({ thrown: String(error) })
  }
  const app = express()
    .use(stream)
    .get('/me', stream.requireUserToken(), (_req, res) => res.json('welcome'))
    .post('/log-out', stream.revokeOnLogout(end), (_req, res) => {
      log.push('handler')
      res.json('bye')
    })
    .use(onError)
  const url = await listen(app)
  const post = async (path: string, session?: string) => {
    const headers = session === undefined ? {} : { 'x-session': session }
    const response = await fetch(`${url}${path}`, { method: 'POST', headers })
    return { status: response.status, headers: response.headers, body: await response.json() }
  }
  const use = async (token: string) =>
    (await fetch(`${url}/me`, { headers: { authorization: `Bearer ${token}` } })).status
  return { stream, log, sessions, events, store, post, use, signedIn }
}

describe('revokeOnLogout', () => {
  it('calls verifyUser, ends the session, revokes, and then runs the handler', async () => {
    const { post, log } = await start()
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
    const app = express()
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
    const url = await listen(express().use(logOut))
    const response = fetch(url, { method: 'POST', signal: client.signal })
    await expect(response).rejects.toThrow('aborted')
    expect((await notified).aborted).toBe(true)
  })

  it('waits for an asynchronous endSession', async () => {
    const { post, log } = await start({
      endSession: () => new Promise(resolve => setImmediate(() => resolve(log.push('ended')))),
    })
    await post('/log-out', 'phone')
    expect(log).toEqual(['verifyUser', 'endSession', 'ended', 'revoke', 'handler'])
  })

  it('revokes the tokens of all devices of this user, and of no other user', async () => {
    const { post, use } = await start()
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
    [
      'a thrown 401',
      () => {
        throw Object.assign(new Error(), { status: 401, expose: true })
      },
    ],
    [
      'a thrown 403',
      () => {
        throw Object.assign(new Error(), { status: 403, expose: true })
      },
    ],
  ])('runs only the handler if nobody is signed in: %s', async (_, verifyUser) => {
    const { post, log } = await start({ verifyUser })
    expect(await post('/log-out')).toMatchObject({ status: 200, body: 'bye' })
    expect(log).toEqual(['verifyUser', 'handler'])
  })

  it.each([
    ['an error', new Error('canary')],
    ['the 401 of a service', Object.assign(new Error('canary'), { status: 401 })],
  ])('ends no session if verifyUser fails with %s', async (_, thrown) => {
    const { post, log } = await start({ verifyUser: () => Promise.reject(thrown) })
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
  ])('passes the error to next if endSession %s, and revokes nothing', async (_, endSession) => {
    const { post, log, store } = await start({ endSession })
    expect(await post('/log-out', 'phone')).toMatchObject({
      status: 500,
      body: { thrown: 'Error: redis is down' },
    })
    expect(log).toEqual(['verifyUser', 'endSession', 'error handler'])
    expect(await store.read('john')).toEqual({})
  })

  it('responds 503 and does not run the handler if the revocation is not stored', async () => {
    const { post, log, sessions, use } = await start({
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
    const { stream, post, events } = await start({ streamApi: { baseUrl } })
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
    const app = await start({
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
