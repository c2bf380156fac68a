import Router from '@koa/router'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider, type TokenProviderOptions } from '../src/index.js'
import { koas } from './fixture/koas.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'
import { post } from './fixture/post.js'

const failure = new Error('database is down')
const fail = () => Promise.reject(failure)

describe.each(koas)('$name: a server error', ({ create }) => {
  /** Serves an app with an error tracker: a listener of the event error. */
  async function serve(verifyUser: () => unknown, own: TokenProviderOptions) {
    const tracked: unknown[] = []
    const stream = streamTokenProvider(verifyUser as never, { ...options, ...own })
    const router = new Router().get('/get-token', stream.tokenHandler()).post(
      '/log-out',
      stream.revokeOnLogout(() => {}),
      ctx => {
        ctx.body = 'bye'
      },
    )
    const app = create().use(stream).use(router.routes())
    app.on('error', error => tracked.push(error))
    return { url: await listen(app.callback()), tracked }
  }

  it.each([
    ['the endpoint', 'POST', '/stream/token'],
    ['a token handler', 'GET', '/get-token'],
    ['a log-out', 'POST', '/log-out'],
  ])("C12: of %s reaches Koa's error event, with its status and cause", async (_what, method, path) => {
    const { url, tracked } = await serve(fail, { onServerError: 'forward' })
    const response = await fetch(url + path, { method })
    expect([response.status, await response.text()]).toEqual([500, 'Internal Server Error'])
    expect(tracked).toEqual([expect.objectContaining({ reason: 'verify_user_failed', status: 500 })])
    expect(tracked).toEqual([expect.objectContaining({ cause: failure })])
  })

  it.each<[string, () => unknown, TokenProviderOptions, number, string]>([
    ['a server error is responded by default', fail, {}, 500, 'verify_user_failed'],
    ['a refusal', () => null, { onServerError: 'forward' }, 401, 'unauthenticated'],
    [
      'a 503',
      () => new Promise(() => {}),
      { onServerError: 'forward', verifyUserTimeout: 0.05 },
      503,
      'verify_user_timeout',
    ],
  ])("C12: does not reach Koa's error event: %s", async (_what, verifyUser, own, status, reason) => {
    const { url, tracked } = await serve(verifyUser, own)
    expect(await post(`${url}/stream/token`)).toMatchObject({ status, body: { reason } })
    expect(tracked).toEqual([])
  })
})
