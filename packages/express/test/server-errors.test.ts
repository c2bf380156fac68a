import type { ErrorRequestHandler } from 'express'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider, type TokenProviderOptions } from '../src/index.js'
import { expresses } from './fixture/expresses.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'
import { post } from './fixture/post.js'

const failure = new Error('database is down')
const fail = () => Promise.reject(failure)

describe.each(expresses)('$name: a server error', ({ framework }) => {
  /** Serves an app with an error tracker: the error handler that keeps what it gets. */
  async function serve(verifyUser: () => never, own: TokenProviderOptions) {
    const tracked: unknown[] = []
    const track: ErrorRequestHandler = (error, _req, res, _next) => {
      tracked.push(error)
      res.status(error.status).json('tracked')
    }
    const stream = streamTokenProvider(verifyUser, { ...options, ...own })
    const app = framework()
      .use(stream)
      .get('/get-token', stream.tokenHandler())
      .post(
        '/log-out',
        stream.revokeOnLogout(() => {}),
        (_req, res) => void res.json('bye'),
      )
    return { url: await listen(app.use(track)), tracked }
  }

  it.each([
    ['the endpoint', 'POST', '/stream/token'],
    ['a token handler', 'GET', '/get-token'],
    ['a log-out', 'POST', '/log-out'],
  ])('C12: of %s reaches the error handler, with its status and cause', async (_what, method, path) => {
    const { url, tracked } = await serve(fail as never, { onServerError: 'forward' })
    const response = await fetch(url + path, { method })
    expect([response.status, await response.json()]).toEqual([500, 'tracked'])
    expect(tracked).toEqual([expect.objectContaining({ reason: 'verify_user_failed', status: 500 })])
    expect(tracked).toEqual([expect.objectContaining({ cause: failure })])
  })

  it.each<[string, () => unknown, TokenProviderOptions, number, string]>([
    ['a server error is responded by default', fail, {}, 500, 'verify_user_failed'],
    [
      'a server error is responded if asked for',
      fail,
      { onServerError: 'respond' },
      500,
      'verify_user_failed',
    ],
    ['a refusal', () => null, { onServerError: 'forward' }, 401, 'unauthenticated'],
    [
      'a 503',
      () => new Promise(() => {}),
      { onServerError: 'forward', verifyUserTimeout: 0.05 },
      503,
      'verify_user_timeout',
    ],
  ])('C12: does not reach the error handler: %s', async (_what, verifyUser, own, status, reason) => {
    const { url, tracked } = await serve(verifyUser as never, own)
    expect(await post(`${url}/stream/token`)).toMatchObject({ status, body: { reason } })
    expect(tracked).toEqual([])
  })
})
