import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, it, vi } from 'vitest'
import type { TokenRequest } from '../../src/http/token-request.js'
import { fromNodeRequest } from '../../src/node/node-request.js'
import { hasFastProperties } from '../fixture/has-fast-properties.js'
import { post, received, serve } from '../fixture/loopback.js'

async function described(text: string, parsed?: unknown) {
  const { request, response, socket } = await received(text)
  return {
    token: fromNodeRequest(request, response, { path: '/token', raw: 'raw', parsed: () => parsed }),
    response,
    socket,
  }
}

describe('fromNodeRequest', () => {
  it('has the method, the path and raw', async () => {
    const { token } = await described(post('{}'))
    expect([token.method, token.path, token.raw]).toEqual(['POST', '/token', 'raw'])
  })

  it('has the address that was passed in', async () => {
    const { request, response } = await received(post('{}'))
    expect(fromNodeRequest(request, response, { path: '/', raw: 1, address: '::1' })).toHaveProperty(
      'address',
      '::1',
    )
  })

  it('E: has the address unix if nobody knows one, as behind a Unix socket', async () => {
    const { request, response } = await received(post('{}'))
    for (const address of [undefined, ''])
      expect(fromNodeRequest(request, response, { path: '/', raw: 1, address })).toHaveProperty(
        'address',
        'unix',
      )
  })

  it('E: has no address if the client has left, or if there is no connection', async () => {
    const { request, response, socket } = await received(post('{}'))
    socket.destroy()
    await once(response, 'close')
    expect(fromNodeRequest(request, response, { path: '/', raw: 1 })).not.toHaveProperty('address')
    for (const mock of [{}, { socket: null }, { socket: {} }])
      expect(fromNodeRequest(mock as never, response, { path: '/', raw: 1 })).not.toHaveProperty('address')
  })

  it('has the host and the extras that were passed in, and none by default', async () => {
    const { request, response } = await received(post('{}'))
    const facts = { path: '/', raw: 1 }
    expect(
      fromNodeRequest(request, response, { ...facts, host: 'app.example', extras: { res: 1 } }),
    ).toMatchObject({
      host: 'app.example',
      extras: { res: 1 },
    })
    const described = fromNodeRequest(request, response, { ...facts, host: undefined })
    expect([described.host, described.extras]).toEqual([undefined, undefined])
  })

  it.each<[string, object, boolean]>([
    ['nothing has been added to the request', {}, false],
    ['a session has been added', { session: {} }, true],
    ['a session has been added, and nobody is signed in', { session: null }, true],
    ['a user has been added', { user: { id: 'john' } }, true],
    ['the result of a check has been added', { auth: () => null }, true],
    ['cookies were parsed', { cookies: { a: '1' } }, true],
  ])("A11: knows the session of a request that is Node's own: %s", async (_what, added, expected) => {
    const { request, response } = await received(post('{}'))
    Object.assign(request, added)
    const { hasSession } = fromNodeRequest(request, response, { path: '/', raw: request })
    expect(hasSession?.()).toBe(expected)
  })

  it('A11: knows no session of a framework with another request, unless the adapter looks for it', async () => {
    const { request, response } = await received(post('{}'))
    const facts = { path: '/', raw: { request } }
    expect(fromNodeRequest(request, response, facts)).not.toHaveProperty('hasSession')
    const answers = [true, false].map(answer =>
      fromNodeRequest(request, response, { ...facts, hasSession: () => answer }).hasSession?.(),
    )
    expect(answers).toEqual([true, false])
  })

  it('returns every value of a repeated header, and none of a missing header', async () => {
    const { token } = await described(
      post('{}', [
        'Authorization: a',
        'AUTHORIZATION: b',
        'Origin: https://a.example',
        'Origin: https://b.example',
        'Accept: text/plain, text/html',
      ]),
    )
    expect(token.headers('authorization')).toEqual(['a', 'b'])
    expect(token.headers('origin')).toEqual(['https://a.example', 'https://b.example'])
    expect(token.headers('accept')).toEqual(['text/plain, text/html'])
    expect(token.headers('host')).toEqual(['api.example'])
    expect(token.headers('cookie')).toEqual([])
  })

  it('returns a header that the app has set itself', async () => {
    const { request, response } = await received(post('{}'))
    request.headers['x-user'] = 'john'
    request.headers['set-cookie'] = ['a', 'b']
    const { headers } = fromNodeRequest(request, response, { path: '/', raw: 1 })
    expect([headers('x-user'), headers('set-cookie')]).toEqual([['john'], ['a', 'b']])
  })

  it('creates an object with fast properties, because one with slow properties outlives its request', async () => {
    const { token } = await described(post('{}'))
    expect(hasFastProperties(token)).toBe(true)
  })

  it('reads the body on demand', async () => {
    const { token } = await described(post('{}'))
    expect(await token.body({ bytes: 10, seconds: 1 })).toEqual({ kind: 'bytes', bytes: Buffer.from('{}') })
  })

  it('aborts its signal when the client disconnects', async () => {
    const { token, socket, response } = await described(post('{}'))
    expect(token.signal?.aborted).toBe(false)
    expect(token.signal).toBe(token.signal)
    socket.destroy()
    await once(response, 'close')
    expect(token.signal?.aborted).toBe(true)
  })

  it('has an aborted signal if the client has already disconnected', async () => {
    const { token, socket, response } = await described(post('{}'))
    socket.destroy()
    await once(response, 'close')
    expect(token.signal?.aborted).toBe(true)
  })

  it('aborts the signals of all requests that are queued on a connection when it closes', async () => {
    const requests: TokenRequest<unknown>[] = []
    const { port } = await serve((request, response) => {
      const described = fromNodeRequest(request, response, { path: '/', raw: 1 })
      if (requests.push(described) === 1) response.end()
      else if (described.signal?.aborted === false && requests.length === 12) client.destroy()
    })
    const client = connect(port, '127.0.0.1', () => client.write(post('{}').repeat(12)))
    await once(client, 'close')
    await vi.waitFor(() => {
      expect(requests.map(({ signal }) => signal?.aborted)).toEqual([false, ...Array(11).fill(true)])
    })
  })

  it('does not abort its signal when the response is sent', async () => {
    const { token, response } = await described(post('{}'))
    expect(token.signal?.aborted).toBe(false)
    response.end()
    await once(response, 'close')
    expect(token.signal?.aborted).toBe(false)
  })
})
