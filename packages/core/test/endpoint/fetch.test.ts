import { describe, expect, it } from 'vitest'
import type { VerifyUser } from '../../src/endpoint/verify-user.js'
import { createTokenProvider } from '../../src/index.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'

const LISTED = 'https://app.example'
const post = (body?: string, headers: HeadersInit = {}, path = '/stream/token'): Request =>
  new Request(`https://api.example${path}`, { method: 'POST', headers, ...(body !== undefined && { body }) })
const fetchOf = (verifyUser: VerifyUser<Request> = () => 'john', options: TokenProviderOptions = {}) =>
  fixedProvider(options).endpoint(verifyUser).fetch
const json = { 'content-type': 'application/json' }

describe('fetch', () => {
  it('responds with a token', async () => {
    const response = await fetchOf()(post())
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toEqual({
      'cache-control': 'no-store',
      'content-type': 'application/json',
    })
    expect(await response.json()).toMatchObject({ userId: 'john', apiKey: 'key', expiresAt: NOW + 3600 })
  })

  it('passes the Web Request and its parsed body to verifyUser', async () => {
    const request = post('{"a":1}', json)
    const seen: unknown[] = []
    await fetchOf((raw, { body }) => {
      seen.push(raw, body)
      return null
    })(request)
    expect(seen).toEqual([request, { a: 1 }])
  })

  it('aborts the signal of verifyUser when the client disconnects', async () => {
    const client = new AbortController()
    let aborted = false
    const request = new Request('https://api.example/stream/token', { method: 'POST', signal: client.signal })
    await fetchOf(async (_raw, { signal }) => {
      signal.addEventListener('abort', () => {
        aborted = true
      })
      client.abort()
      return null
    })(request)
    expect(aborted).toBe(true)
  })

  it('does not read the signal of the request unless verifyUser does', async () => {
    let reads = 0
    const request = Object.defineProperty(post(), 'signal', { get: () => void reads++ })
    expect((await fetchOf()(request)).status).toBe(200)
    expect(reads).toBe(0)
  })

  it.each(['http://]/stream/token', 'http://a.example, b.example/stream/token', '/stream/token'])(
    'responds 404 to %s, which is not a valid URL',
    async url => {
      const response = await fetchOf()(Object.defineProperty(post(), 'url', { value: url }))
      expect([response.status, await response.json()]).toMatchObject([404, { reason: 'not_found' }])
    },
  )

  it('lets only listed origins read a 404', async () => {
    const responseTo = (origin: string): Promise<Response> => {
      const allowedOrigins = (candidate: string): boolean => {
        if (candidate === 'https://throws.example') throw new Error('canary')
        return candidate === LISTED
      }
      return fetchOf(() => 'john', { allowedOrigins })(post('', { origin }, '/elsewhere'))
    }
    const listed = await responseTo(LISTED)
    expect(listed.status).toBe(404)
    expect(listed.headers.get('access-control-allow-origin')).toBe(LISTED)
    for (const origin of ['https://evil.example', 'https://throws.example']) {
      const { status, headers } = await responseTo(origin)
      expect(status).toBe(404)
      expect(headers.get('vary')).toBe('Origin')
      expect(headers.has('access-control-allow-origin')).toBe(false)
    }
  })

  it.each([
    '/',
    '/stream',
    '/stream/',
    '/stream/token/',
    '/stream/token/x',
    '/token',
    '/Stream/token',
    '/stream/%74oken',
    '//stream/token',
    '/stream/guest',
  ])('responds 404 to %s for any method', async path => {
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      const response = await fetchOf()(new Request(`https://api.example${path}`, { method }))
      expect([response.status, response.headers.get('cache-control')]).toEqual([404, 'no-store'])
      expect(await response.json()).toMatchObject({ reason: 'not_found' })
    }
  })

  it('serves the route below another basePath and at the root', async () => {
    expect((await fetchOf(undefined, { basePath: '/a/b' })(post(undefined, {}, '/a/b/token'))).status).toBe(
      200,
    )
    expect((await fetchOf(undefined, { basePath: '' })(post(undefined, {}, '/token'))).status).toBe(200)
    expect((await fetchOf(undefined, { basePath: '/a/b' })(post())).status).toBe(404)
  })

  it('ignores the query string', async () => {
    expect((await fetchOf()(post(undefined, {}, '/stream/token?user_id=jane'))).status).toBe(200)
  })

  it('responds 204 with Allow to OPTIONS if no origin is allowed', async () => {
    const response = await fetchOf()(new Request('https://api.example/stream/token', { method: 'OPTIONS' }))
    expect([response.status, response.headers.get('allow'), await response.text()]).toEqual([
      204,
      'POST, OPTIONS',
      '',
    ])
  })

  it('responds to the preflight of a listed origin', async () => {
    const request = new Request('https://api.example/stream/token', {
      method: 'OPTIONS',
      headers: { origin: LISTED },
    })
    const response = await fetchOf(undefined, { allowedOrigins: [LISTED] })(request)
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([204, LISTED])
  })

  it('responds 405 to GET', async () => {
    const response = await fetchOf()(new Request('https://api.example/stream/token'))
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS'])
  })

  it.each([
    ['a request from another site', {}, { 'sec-fetch-site': 'cross-site' }, 403],
    ['a text body', '{}', { 'content-type': 'text/plain' }, 415],
    ['a body that is a list', '[]', json, 400],
    ['a body over the limit', `{"a":"${'x'.repeat(5000)}"}`, json, 413],
  ] as const)('refuses %s', async (_name, body, headers, status) => {
    const response = await fetchOf()(post(typeof body === 'string' ? body : undefined, headers))
    expect(response.status).toBe(status)
  })

  it('responds 500 instead of rejecting if the secret is missing', async () => {
    const { fetch } = createTokenProvider({ apiKey: 'key' }).endpoint(() => 'john')
    const response = await fetch(post())
    expect([response.status, await response.json()]).toEqual([
      500,
      expect.objectContaining({ reason: 'config_invalid' }),
    ])
  })

  it('responds 500 instead of rejecting if the body was already read', async () => {
    const request = post('{}', json)
    await request.text()
    expect((await fetchOf()(request)).status).toBe(500)
  })
})
