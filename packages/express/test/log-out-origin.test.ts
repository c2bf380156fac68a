import { describe, expect, it } from 'vitest'
import { expresses } from './fixture/expresses.js'
import { type LogOutOptions, startLogOut } from './fixture/log-out-app.js'
import { request } from './fixture/request.js'

describe.each(expresses)('$name: the origin of a log-out', ({ framework }) => {
  const begin = (own: LogOutOptions = {}) => startLogOut({ framework, ...own })

  it.each<[string, string, Record<string, string>]>([
    ['a form of another site', 'POST', { origin: 'https://other.example', 'sec-fetch-site': 'cross-site' }],
    ['a form of another site, in an old browser', 'POST', { origin: 'https://other.example' }],
    ['a link of another site', 'GET', { 'sec-fetch-site': 'cross-site' }],
  ])('D3: responds 403 to %s, and nothing happens', async (_, method, headers) => {
    const { url, log, sessions, store } = await begin()
    const { status, body } = await request(`${url}/log-out`, { 'x-session': 'phone', ...headers }, method)
    expect([status, JSON.parse(body).reason]).toEqual([403, 'origin_forbidden'])
    expect([log, sessions.has('phone'), await store.read('john')]).toEqual([[], true, {}])
  })

  it.each<[string, LogOutOptions, string, Record<string, string>]>([
    [
      'an allowed origin',
      { allowedOrigins: ['https://other.example'] },
      'POST',
      { origin: 'https://other.example', 'sec-fetch-site': 'cross-site' },
    ],
    ['the own page', {}, 'POST', { host: 'app.example', origin: 'https://app.example' }],
    ['a link of the own site', {}, 'GET', { 'sec-fetch-site': 'same-origin' }],
  ])('D3: logs out for %s', async (_, own, method, headers) => {
    const { url, log } = await begin(own)
    const { status } = await request(`${url}/log-out`, { 'x-session': 'phone', ...headers }, method)
    expect([status, log]).toEqual([200, ['verifyUser', 'endSession', 'revoke', 'handler']])
  })
})
