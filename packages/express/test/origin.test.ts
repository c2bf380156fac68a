import connect from 'connect'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider, type TokenProviderEvent } from '../src/index.js'
import { expresses } from './fixture/expresses.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'
import { request } from './fixture/request.js'

const events: TokenProviderEvent[] = []
const stream = streamTokenProvider(() => 'john', { ...options, onEvent: event => events.push(event) })

/** The headers of a request from a page behind a proxy that rewrites the Host header. */
const proxied = (origin: string, forwarded: string, host = 'backend.internal:3000') => ({
  host,
  origin,
  'x-forwarded-host': forwarded,
})

describe.each(expresses)('$name: the host of a request', ({ framework }) => {
  it.each([
    ['not trusted', false, 'app.example', 403],
    ['trusted', true, 'app.example', 200],
    ['trusted by address', 'loopback', 'app.example', 200],
    ['trusted by another address', '192.0.2.1', 'app.example', 403],
    ['trusted, and forwards a list', true, 'app.example, inner.example', 200],
    ['trusted, and forwards another host', true, 'other.example', 403],
    ['trusted, and forwards another port', true, 'app.example:8080', 403],
    ['trusted, and forwards nothing', true, '', 403],
  ])('C8: is what Express trusts, if the proxy is %s', async (_how, trust, forwarded, status) => {
    const url = await listen(framework().set('trust proxy', trust).use(stream))
    const headers = proxied('https://app.example', forwarded)
    expect((await request(`${url}/stream/token`, headers)).status).toBe(status)
  })

  it('C8: is compared with its port, also if only the port was rewritten', async () => {
    const url = await listen(framework().set('trust proxy', 'loopback').use(stream))
    const headers = proxied('http://localhost:5173', 'localhost:5173', 'localhost:3000')
    expect((await request(`${url}/stream/token`, headers)).status).toBe(200)
    const others = proxied('http://localhost:3000', 'localhost:5173', 'localhost:3000')
    expect((await request(`${url}/stream/token`, others)).status).toBe(403)
  })

  it('C8: is named in the event of a refusal, with the origin and the remedy', async () => {
    const url = await listen(framework().use(stream))
    events.length = 0
    const response = await request(`${url}/stream/token`, proxied('http://192.168.1.5:5173', 'x.example'))
    expect([response.status, JSON.parse(response.body).detail]).toEqual([
      403,
      'Requests from this origin are not allowed.',
    ])
    expect(events).toMatchObject([
      {
        reason: 'origin_forbidden',
        message:
          'A page of http://192.168.1.5:5173 sent a request to backend.internal:3000. If it is your page, add its origin to allowedOrigins, or let the proxy keep the Host header.',
      },
    ])
  })
})

describe('Connect: the host of a request', () => {
  it('C8: is the Host header, since Connect trusts no proxy', async () => {
    const url = await listen(connect().use(stream))
    const status = async (headers: Record<string, string>) =>
      (await request(`${url}/stream/token`, headers)).status
    expect(await status({ host: 'app.example', origin: 'https://app.example' })).toBe(200)
    expect(await status(proxied('https://app.example', 'app.example'))).toBe(403)
  })
})
