import { describe, expect, it } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { options } from './fixture/options.js'
import { request, resultOf } from './fixture/request.js'

const stream = streamTokenProvider(() => 'john', { ...options, authorizeRevocation: () => true })

/** The parameters as Next passes them: in a promise from Next 15 on. */
const kinds = [
  ['in a promise', (params: object) => ({ params: Promise.resolve(params) })],
  ['as in Next 13 and 14', (params: object) => ({ params })],
] as const

describe.each(kinds)('a route file with the segments %s', (_how, contextOf) => {
  it.each([
    ['/api/stream/token', ['token'], 200],
    ['/api/stream/token/', ['token'], 200],
    ['/api/stream/1/token', ['1', 'token'], 404],
    ['/api/stream/stream/token', ['stream', 'token'], 404],
    ['/api/stream/token/x', ['token', 'x'], 404],
    ['/api/stream/%74oken', ['token'], 404],
    ['/api/stream/1/revocations', ['1', 'revocations'], 404],
  ])('B6: responds to POST %s with %j: %i', async (path, segments, status) => {
    const [actual, body] = await resultOf(stream.POST(request(path), contextOf({ stream: segments })))
    expect(actual).toBe(status)
    if (status === 404) expect(body).toMatchObject({ reason: 'not_found' })
  })

  it.each([
    ['GET', '/api/stream/1/revocations/john', ['1', 'revocations', 'john']],
    ['OPTIONS', '/api/stream/1/token', ['1', 'token']],
  ] as const)('B6: responds to %s %s with 404', async (method, path, segments) => {
    expect((await stream[method](request(path, method), contextOf({ stream: segments }))).status).toBe(404)
  })

  it('B3: responds at the URL of a rewrite to the route', async () => {
    const rewritten = contextOf({ stream: ['token'] })
    expect(await resultOf(stream.POST(request('/api/get-token'), rewritten))).toMatchObject([
      200,
      { userId: 'john' },
    ])
    const read = contextOf({ stream: ['revocations', 'john'] })
    expect(await resultOf(stream.GET(request('/users/john/revocation', 'GET'), read))).toMatchObject([
      200,
      { userId: 'john' },
    ])
  })

  it('finds the catch-all segments below other dynamic segments', async () => {
    const context = contextOf({ tenant: 'acme', stream: ['token'] })
    expect((await stream.POST(request('/acme/stream/token'), context)).status).toBe(200)
  })
})
