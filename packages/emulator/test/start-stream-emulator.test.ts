import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type InjectedFailure, type InterceptedRequest, startStreamEmulator } from '../src/index.js'
import { apiKey, apiSecret, emulate, serverToken, userToken } from './fixture/emulate.js'

describe('startStreamEmulator', () => {
  it('listens on a free port on loopback and releases it', async () => {
    const first = await startStreamEmulator({ apiKey, apiSecret })
    expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    await first.close()
    const second = await startStreamEmulator({ apiKey, apiSecret, port: Number(new URL(first.url).port) })
    expect(second.url).toBe(first.url)
    await expect(
      startStreamEmulator({ apiKey, apiSecret, port: Number(new URL(first.url).port) }),
    ).rejects.toThrow('EADDRINUSE')
    await second.close()
    await second.close()
  })

  it.each([-1, 65_536, 1.5, Number.NaN, 3030])('refuses the port %d', async port => {
    await expect(startStreamEmulator({ apiKey, apiSecret, port })).rejects.toThrow('The port')
  })

  it('refuses a secret that no app can have', async () => {
    await expect(startStreamEmulator({ apiKey, apiSecret: 'short' })).rejects.toMatchObject({
      reason: 'config_invalid',
    })
  })

  it('leaves no open handles: keep-alive connections, sockets and hanging requests end', async () => {
    const { emulator, url } = await emulate({
      intercept: ({ path }) => (path === '/hang' ? 'hang' : undefined),
    })
    const { hostname, port } = new URL(url)
    const idle = connect(Number(port), hostname)
    const socket = new WebSocket(connectUrl(url))
    const connected = new Promise(resolve => socket.once('message', resolve))
    const hanging = expect(fetch(`${url}/hang`)).rejects.toThrow('fetch failed')
    await fetch(`${url}/users?api_key=${apiKey}`)
    await connected

    const ends = [
      new Promise(resolve => idle.once('close', resolve)),
      new Promise(resolve => socket.once('close', resolve)),
      hanging,
    ]
    await emulator.close()
    await Promise.all(ends)
    expect(process.getActiveResourcesInfo().filter(kind => kind === 'TCPServerWrap')).toEqual([])
  })

  it('responds 404 with code 16 to unknown endpoints, before authentication', async () => {
    const { request, events } = await emulate()
    for (const [method, path] of [
      ['GET', '/nothing'],
      ['DELETE', '/users'],
      ['GET', '/api/v2'],
      ['GET', '/api/v2/nothing'],
    ] as const) {
      const { status, body } = await request(path, { method })
      expect([status, body.code, body.StatusCode, body.details]).toEqual([404, 16, 404, []])
    }
    expect(events[0]).toEqual({ method: 'GET', path: '/nothing', status: 404, code: 16 })
  })

  it('responds 404 to a socket at a path other than /connect', async () => {
    const { url } = await emulate()
    const socket = new WebSocket(`${url.replace('http', 'ws')}/elsewhere`)
    const error = await new Promise(resolve => socket.once('error', resolve))
    expect(error).toMatchObject({ message: 'Unexpected server response: 404' })
  })

  it('responds with code 4 to invalid JSON, and 22 to large bodies', async () => {
    const { request } = await emulate()
    const broken = await request('/channels', { method: 'POST', body: '{', token: serverToken })
    expect([broken.status, broken.body.code]).toEqual([400, 4])
    const large = await request('/channels', {
      method: 'POST',
      body: 'x'.repeat(2_000_000),
      token: serverToken,
    })
    expect([large.status, large.body.code]).toEqual([413, 22])
    const filter = await request('/users?payload=nonsense', { token: serverToken })
    expect([filter.status, filter.body.code]).toEqual([400, 4])
  })
})

describe('a socket', () => {
  it.each([
    ['with an invalid json', (target: URL) => target.searchParams.set('json', '{'), 4],
    ['without a user', (target: URL) => target.searchParams.set('json', '{}'), 4],
    ['without a key', (target: URL) => target.searchParams.delete('api_key'), 2],
    ['without an auth type', (target: URL) => target.searchParams.delete('stream-auth-type'), 5],
    ['with the server’s token', (target: URL) => target.searchParams.set('authorization', serverToken), 5],
  ])('%s is refused in its first frame and closed with 1000', async (_, spoil, code) => {
    const { url } = await emulate()
    const target = new URL(connectUrl(url))
    spoil(target)
    const socket = new WebSocket(target)
    const closed = new Promise(resolve => socket.once('close', resolve))
    const frame = await new Promise<Buffer>(resolve => socket.once('message', resolve))
    expect(JSON.parse(frame.toString())).toEqual({
      error: {
        code,
        message: expect.any(String),
        StatusCode: code === 4 ? 400 : 401,
        duration: expect.any(String),
        more_info: expect.any(String),
        details: [],
      },
    })
    expect(await closed).toBe(1000)
  })
})

describe('CORS', () => {
  it('lets pages of any origin send what stream-chat sends', async () => {
    const { url, events } = await emulate()
    const headers = [
      'authorization',
      'content-type',
      'stream-auth-type',
      'x-client-request-id',
      'x-stream-client',
    ]
    const preflight = await fetch(`${url}/users?api_key=${apiKey}`, {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:5173',
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': headers.join(','),
      },
    })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-origin')).toBe('*')
    expect(preflight.headers.get('access-control-allow-methods')).toContain('PATCH')
    const allowed = preflight.headers.get('access-control-allow-headers')?.split(', ')
    expect(allowed).toEqual(expect.arrayContaining(headers))
    expect(events).toEqual([])

    const refused = await fetch(`${url}/users`, { headers: { origin: 'http://localhost:5173' } })
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, '*'])
  })
})

describe('intercept', () => {
  it('replaces responses of the emulator', async () => {
    const seen: InterceptedRequest[] = []
    const failures: (InjectedFailure | undefined)[] = [
      { status: 429, headers: { 'retry-after': '3' }, body: { code: 9 } },
      { status: 503, body: 'busy', headers: { 'content-type': 'text/plain' } },
      { status: 500 },
      undefined,
    ]
    const { request, events } = await emulate({
      intercept: intercepted => {
        seen.push(intercepted)
        return failures.shift()
      },
    })
    const send = () => fetchText(request, { method: 'POST', body: '{"limit":1}', token: serverToken })
    expect(await send()).toEqual([429, '3', 'application/json'])
    await expect(send()).rejects.toThrow()
    expect(await send()).toEqual([500, null, null])
    expect(await send()).toEqual([201, null, 'application/json'])
    expect(seen).toEqual(Array(4).fill({ method: 'POST', path: '/channels', body: { limit: 1 } }))
    expect(events).toEqual([{ method: 'POST', path: '/channels', status: 201 }])
  })

  it('resets, delays and hangs connections', async () => {
    let release = (): void => {}
    const released = new Promise<undefined>(resolve => {
      release = () => resolve(undefined)
    })
    const { url } = await emulate({
      intercept: ({ path }) => (path === '/reset' ? 'reset' : path === '/hang' ? 'hang' : released),
    })
    await expect(fetch(`${url}/reset`)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
    const timedOut = fetch(`${url}/hang`, { signal: AbortSignal.timeout(50) })
    await expect(timedOut).rejects.toThrow('timeout')
    const delayed = fetch(`${url}/users`)
    release()
    expect((await delayed).status).toBe(401)
  })

  it('also applies to sockets', async () => {
    const failures: InjectedFailure[] = [{ status: 503 }, 'reset']
    const { url } = await emulate({ intercept: () => failures.shift() })
    const error = () => new Promise(resolve => new WebSocket(connectUrl(url)).once('error', resolve))
    expect(await error()).toMatchObject({ message: 'Unexpected server response: 503' })
    expect(await error()).toMatchObject({ code: 'ECONNRESET' })
  })

  it('survives a client that resets a hanging socket', async () => {
    let hang = (): void => {}
    const hanging = new Promise<void>(resolve => {
      hang = resolve
    })
    const { url, request } = await emulate({
      intercept: ({ path }) => {
        if (path !== '/connect') return undefined
        hang()
        return 'hang'
      },
    })
    const client = connect(Number(new URL(url).port), '127.0.0.1')
    client.write('GET /connect HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
    await hanging
    const closed = new Promise(resolve => client.once('close', resolve))
    client.resetAndDestroy()
    await closed
    expect((await request('/users')).status).toBe(401)
  })

  it('responds 500 without details when it throws', async () => {
    const { request } = await emulate({
      intercept: () => {
        throw new Error('secret plan')
      },
    })
    const { status, body } = await request('/users')
    expect([status, body.code, body.message]).toEqual([500, -1, 'internal error'])
  })
})

describe('onRequest', () => {
  it('receives neither token nor query, and its errors do not affect responses', async () => {
    const events: unknown[] = []
    const { request } = await emulate({
      onRequest: event => {
        events.push(event)
        throw new Error('from the observer')
      },
    })
    const token = userToken('john')
    expect((await request('/users?user_id=john', { token })).status).toBe(200)
    expect((await request('/users?user_id=jane', { token })).status).toBe(401)
    expect(events).toEqual([
      { method: 'GET', path: '/users', status: 200 },
      { method: 'GET', path: '/users', status: 401, code: 5 },
    ])
  })
})

function connectUrl(url: string): string {
  const target = new URL(`${url.replace('http', 'ws')}/connect`)
  target.searchParams.set('json', JSON.stringify({ user_id: 'john', user_details: { id: 'john' } }))
  target.searchParams.set('api_key', apiKey)
  target.searchParams.set('authorization', userToken('john', {}))
  target.searchParams.set('stream-auth-type', 'jwt')
  return target.href
}

async function fetchText(
  request: Awaited<ReturnType<typeof emulate>>['request'],
  init: Parameters<typeof request>[1],
): Promise<unknown[]> {
  const { status, headers } = await request('/channels', init)
  return [status, headers.get('retry-after'), headers.get('content-type')]
}
