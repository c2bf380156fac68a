import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { emulate, serverToken, userToken } from './fixture/emulate.js'

const john = { token: userToken('john') }

describe('fail', () => {
  it.each([
    [400, 4],
    [401, 5],
    [403, 17],
    [404, 16],
    [429, 9],
    [500, -1],
    [503, -1],
  ])('responds with status %i and an error body of Stream’s', async (status, code) => {
    const { emulator, request } = await emulate()
    const stop = emulator.fail('GET /users', status)
    const failed = await request('/users', john)
    expect([failed.status, failed.body.code, failed.body.StatusCode]).toEqual([status, code, status])
    stop()
    expect((await request('/users', john)).status).toBe(200)
  })

  it('says how long to wait with 429, as stream-chat sees it', async () => {
    const { chat, emulator, request } = await emulate()
    emulator.fail('/users', 429)
    const { headers } = await request('/users', john)
    expect([headers.get('retry-after'), headers.get('x-ratelimit-remaining')]).toEqual(['1', '0'])
    const client = chat()
    await client.connectUser({ id: 'john' }, userToken('john'))
    await expect(client.queryUsers({})).rejects.toMatchObject({ code: 9, status: 429 })
  })

  it('delays a response in seconds, and then lets it pass', async () => {
    const { emulator, request } = await emulate()
    emulator.fail('/users', { delay: 0.05 })
    const before = performance.now()
    expect((await request('/users', john)).status).toBe(200)
    expect(performance.now() - before).toBeGreaterThan(45)
  })

  it('delays a failure', async () => {
    const { emulator, request } = await emulate()
    emulator.fail('/users', { status: 502, delay: 0.05 })
    const before = performance.now()
    expect((await request('/users', john)).status).toBe(502)
    expect(performance.now() - before).toBeGreaterThan(45)
  })

  it('drops the connection', async () => {
    const { emulator, request } = await emulate()
    emulator.fail('/users', 'reset')
    await expect(request('/users', john)).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
    expect(emulator.events.all()).toMatchObject([{ path: '/users', status: undefined, injected: true }])
  })

  it('leaves a request without a response', async () => {
    const { emulator, request } = await emulate()
    emulator.fail('/users', 'hang')
    const aborting = new AbortController()
    const hanging = request('/users', { ...john, signal: aborting.signal })
    await emulator.events.first({ path: '/users', injected: true })
    aborting.abort()
    await expect(hanging).rejects.toThrow('aborted')
  })

  it('sends an error of Stream’s by its number', async () => {
    const { emulator, request } = await emulate()
    emulator.fail('/users', { code: 99, message: 'app suspended' })
    const { status, body } = await request('/users', john)
    expect([status, body.code, body.message]).toEqual([403, 99, 'app suspended'])
  })

  it('refuses a socket by its number in the first frame, in the shape of the product', async () => {
    const { emulator, url } = await emulate()
    emulator.fail('/connect', { code: 9 })
    const ws = url.replace('http', 'ws')
    const frameAt = async (path: string) => {
      const frame = await new Promise<Buffer>(resolve =>
        new WebSocket(`${ws}${path}`).once('message', resolve),
      )
      return JSON.parse(frame.toString())
    }
    expect(await frameAt('/connect?json={}')).toEqual({
      error: expect.objectContaining({ code: 9, StatusCode: 429 }),
    })
    expect(await frameAt('/video/connect')).toMatchObject({ type: 'connection.error', error: { code: 9 } })
  })

  it('refuses a socket by status before it opens', async () => {
    const { emulator, url } = await emulate()
    emulator.fail('/connect', 503)
    const error = await new Promise(resolve =>
      new WebSocket(`${url.replace('http', 'ws')}/connect`).once('error', resolve),
    )
    expect(error).toMatchObject({ message: 'Unexpected server response: 503' })
  })

  it('fails a number of times, and failures of one route follow each other', async () => {
    const { emulator, request } = await emulate()
    emulator.fail('/users', 500, { times: 2 })
    emulator.fail('*', 429, { times: 1 })
    const statuses: number[] = []
    for (let at = 0; at < 4; at++) statuses.push((await request('/users', john)).status)
    expect(statuses).toEqual([500, 500, 429, 200])
  })

  it.each([
    ['/users', true],
    ['PATCH /users', true],
    ['GET /users', false],
    ['/api/v2/users', true],
    ['/user', false],
    ['/users/{id}', false],
    ['*', true],
    ['/us*', true],
    ['/.sers', false],
  ])('of %s applies to PATCH /api/v2/users: %s', async (route, applies) => {
    const { emulator, request } = await emulate()
    emulator.fail(route, 418)
    const { status } = await request('/api/v2/users', { method: 'PATCH', body: '{}', token: serverToken })
    expect(status === 418).toBe(applies)
  })

  it('matches any user of {id}', async () => {
    const { emulator, server } = await emulate()
    await server().upsertUser({ id: 'john' })
    emulator.fail('POST /users/{id}/deactivate', 500)
    await expect(server().deactivateUser('john')).rejects.toMatchObject({ status: 500 })
  })

  it.each(['users', 'POST users', 'post /users', '', '/a b'])('refuses the route "%s"', async route => {
    const { emulator } = await emulate()
    expect(() => emulator.fail(route, 500)).toThrow('A route is a path')
  })

  it.each([0, -1, Number.NaN])('refuses to fail %d times', async times => {
    const { emulator } = await emulate()
    expect(() => emulator.fail('*', 500, { times })).toThrow('times must be at least 1')
  })

  it.each([0, 99, 600, 4.5, Number.NaN])('refuses the status %d', async status => {
    const { emulator } = await emulate()
    expect(() => emulator.fail('*', status)).toThrow('status must be')
  })
})
