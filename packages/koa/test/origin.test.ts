import { describe, expect, it } from 'vitest'
import { streamTokenProvider, type TokenProviderEvent } from '../src/index.js'
import { koas } from './fixture/koas.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'
import { request } from './fixture/request.js'

const events: TokenProviderEvent[] = []
const stream = streamTokenProvider(() => 'john', { ...options, onEvent: event => events.push(event) })

describe.each(koas)('$name: the host of a request', ({ create }) => {
  const serve = (proxy: boolean): Promise<string> => {
    const app = create().use(stream)
    app.proxy = proxy
    return listen(app.callback())
  }

  it.each([
    ['not trusted', false, 'app.example', 403],
    ['trusted', true, 'app.example', 200],
    ['trusted, and forwards a list', true, 'app.example, inner.example', 200],
    ['trusted, and forwards another host', true, 'other.example', 403],
    ['trusted, and forwards another port', true, 'app.example:8080', 403],
    ['trusted, and forwards nothing', true, '', 403],
  ])('C8: is what Koa trusts, if the proxy is %s', async (_how, proxy, forwarded, status) => {
    const headers = {
      host: 'backend.internal:3000',
      origin: 'https://app.example',
      'x-forwarded-host': forwarded,
    }
    expect((await request(`${await serve(proxy)}/stream/token`, headers)).status).toBe(status)
  })

  it('C8: is compared with its port', async () => {
    const url = `${await serve(true)}/stream/token`
    const headers = { host: 'localhost:3000', 'x-forwarded-host': 'localhost:5173' }
    expect((await request(url, { ...headers, origin: 'http://localhost:5173' })).status).toBe(200)
    expect((await request(url, { ...headers, origin: 'http://localhost:3000' })).status).toBe(403)
  })

  it('C8: is named in the event of a refusal, with the origin and the remedy', async () => {
    const url = await serve(false)
    events.length = 0
    const headers = { host: 'backend.internal:3000', origin: 'http://192.168.1.5:5173' }
    expect((await request(`${url}/stream/token`, headers)).status).toBe(403)
    expect(events).toMatchObject([
      {
        reason: 'origin_forbidden',
        message:
          'A page of http://192.168.1.5:5173 sent a request to backend.internal:3000. If it is your page, add its origin to allowedOrigins, or let the proxy keep the Host header.',
      },
    ])
  })
})
