import type { TokenProviderEvent, TokenProviderOptions } from '@stream-token/core'
import { describe, expect, it } from 'vitest'
import { forbidden, streamTokenProvider, unauthenticated, type VerifyUserResult } from '../src/index.js'
import { streamTokenProvider as pagesProvider } from '../src/pages/index.js'
import { options } from './fixture/options.js'
import { recordingStore } from './fixture/recording-store.js'
import { request, resultOf } from './fixture/request.js'
import { serveApi } from './fixture/serve-api.js'

interface LogOut {
  readonly verifyUser?: () => VerifyUserResult | Promise<VerifyUserResult>
  readonly end?: () => unknown
  readonly fails?: boolean
  readonly allowedOrigins?: TokenProviderOptions['allowedOrigins']
}

/** The options of a log-out, and the order in which it calls the app and the store. */
function setUp({ end, fails = false, allowedOrigins }: LogOut) {
  const order: string[] = []
  const events: TokenProviderEvent[] = []
  const own: TokenProviderOptions = {
    ...options,
    allowedOrigins,
    revocations: recordingStore(order, fails),
    onEvent: event => events.push(event),
  }
  const endSession = async (): Promise<void> => {
    await end?.()
    order.push('end session')
  }
  return { order, events, own, endSession }
}

const routers = [
  {
    router: 'the App Router',
    create(given: LogOut) {
      const { own, endSession, ...seen } = setUp(given)
      const stream = streamTokenProvider(given.verifyUser ?? (() => 'john'), own)
      const POST = stream.revokeOnLogout(endSession, async () => {
        seen.order.push('handler')
        return new Response('bye')
      })
      const send = (method: string, headers: Record<string, string>) =>
        resultOf(POST(request('/log-out', method, headers), { params: Promise.resolve({}) }))
      return { ...seen, stream, send }
    },
  },
  {
    router: 'the Pages Router',
    create(given: LogOut) {
      const { own, endSession, ...seen } = setUp(given)
      const stream = pagesProvider(given.verifyUser ?? (() => 'john'), own)
      const handler = stream.revokeOnLogout(endSession, (_req, res) => {
        seen.order.push('handler')
        res.end('bye')
      })
      const send = async (method: string, headers: Record<string, string>) =>
        resultOf(fetch(await serveApi(handler, true), { method, headers }))
      return { ...seen, stream, send }
    },
  },
]

const OTHER = 'https://other.example'
const crossSite = { origin: OTHER, 'sec-fetch-site': 'cross-site' }

describe.each(routers)('revokeOnLogout of $router', ({ create }) => {
  const logOut = async (given: LogOut = {}, headers: Record<string, string> = {}, method = 'POST') => {
    const { send, ...seen } = create(given)
    const token = await seen.stream.createToken('john')
    seen.events.length = 0
    return { ...seen, token, result: await send(method, headers) }
  }

  it('ends the session, revokes, and only then runs the handler', async () => {
    const { result, order, stream, token } = await logOut()
    expect([result, order]).toEqual([
      [200, 'bye'],
      ['end session', 'revoke', 'handler'],
    ])
    await expect(stream.verifyToken(token)).rejects.toMatchObject({ reason: 'token_revoked' })
  })

  it.each<[string, NonNullable<LogOut['verifyUser']>]>([
    ['null', () => null],
    ['a thrown 401', () => Promise.reject(unauthenticated())],
  ])(
    'D1, D2: ends the session, says so and runs the handler if nobody is found: %s',
    async (_, verifyUser) => {
      const { result, order, events } = await logOut({ verifyUser })
      expect([result, order]).toEqual([
        [200, 'bye'],
        ['end session', 'handler'],
      ])
      expect(events.map(({ type }) => type)).toEqual(['log_out_of_nobody'])
    },
  )

  it('D1: ends the session, revokes nothing and responds 403 if verifyUser throws 403', async () => {
    const { result, order, stream, token } = await logOut({ verifyUser: () => Promise.reject(forbidden()) })
    expect([result, order]).toMatchObject([[403, { reason: 'forbidden' }], ['end session']])
    expect(await stream.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it('ends no session if verifyUser fails', async () => {
    const { result, order } = await logOut({ verifyUser: () => Promise.reject(new Error('canary')) })
    expect([result, order]).toMatchObject([[500, { reason: 'verify_user_failed' }], []])
  })

  it('responds 503 and does not run the handler if the revocation is not stored', async () => {
    const { result, order } = await logOut({ fails: true })
    expect([result, order]).toMatchObject([
      [503, { reason: 'revocation_not_stored' }],
      ['end session', 'revoke'],
    ])
  })

  it('D16: revokes with the options alone, where no route logs the user out', async () => {
    const { createToken, revokeUserToken, revokeUsersToken, verifyToken } = create({}).stream
    const [john, jane] = [await createToken('john'), await createToken('jane')]
    expect(await revokeUserToken('john', { wait: false })).toHaveProperty('users.0.stored', true)
    expect(await revokeUsersToken(['jane'], { wait: false })).toHaveProperty('users.0.stored', true)
    for (const token of [john, jane])
      await expect(verifyToken(token)).rejects.toMatchObject({ reason: 'token_revoked' })
  })

  it('D4: waits for the promise of endSession before it revokes', async () => {
    const { order } = await logOut({ end: () => new Promise(resolve => setImmediate(resolve)) })
    expect(order).toEqual(['end session', 'revoke', 'handler'])
  })

  it.each<[string, string, Record<string, string>]>([
    ['a form of another site', 'POST', crossSite],
    ['a form of another site, in an old browser', 'POST', { origin: OTHER }],
    ['a link of another site', 'GET', { 'sec-fetch-site': 'cross-site' }],
  ])('D3: responds 403 to %s, and nothing happens', async (_, method, headers) => {
    const { result, order } = await logOut({}, headers, method)
    expect([result, order]).toMatchObject([[403, { reason: 'origin_forbidden' }], []])
  })

  it.each<[string, LogOut, string, Record<string, string>]>([
    ['an allowed origin', { allowedOrigins: [OTHER] }, 'POST', crossSite],
    ['a link of the own site', {}, 'GET', { 'sec-fetch-site': 'same-origin' }],
  ])('D3: logs out for %s', async (_, given, method, headers) => {
    const { result, order } = await logOut(given, headers, method)
    expect([result, order]).toEqual([
      [200, 'bye'],
      ['end session', 'revoke', 'handler'],
    ])
  })
})

describe('D4: an endSession that fails', () => {
  const end = () => Promise.reject(new Error('redis is down'))

  it('rejects in the App Router, and nothing is revoked', async () => {
    const { own, endSession, order } = setUp({ end })
    const POST = streamTokenProvider(() => 'john', own).revokeOnLogout(endSession, () => new Response())
    await expect(POST(request('/log-out'), { params: Promise.resolve({}) })).rejects.toThrow('redis is down')
    expect(order).toEqual([])
  })

  it('rejects in the Pages Router, and nothing is revoked', async () => {
    const { own, endSession, order } = setUp({ end })
    const handler = pagesProvider(() => 'john', own).revokeOnLogout(endSession, (_req, res) => res.end())
    const url = await serveApi(async (req, res) => {
      await handler(req, res).catch((error: unknown) => res.writeHead(599).end(String(error)))
    }, true)
    expect(await resultOf(fetch(url, { method: 'POST' }))).toEqual([599, 'Error: redis is down'])
    expect(order).toEqual([])
  })
})
