import { describe, expect, it, vi } from 'vitest'
import type { TokenHandlerOptions } from '../../src/endpoint/issue-token.js'
import type { VerifyUser } from '../../src/endpoint/verify-user.js'
import { causeOf, forbidden } from '../../src/errors/errors.js'
import type { TokenProviderEvent } from '../../src/events/events.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { refusal } from '../fixture/caught.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { bodyOf, jsonRequest, tokenRequest } from '../fixture/token-request.js'

const LISTED = 'https://app.example'

function setUp(
  handlerOptions?: TokenHandlerOptions<string>,
  options: TokenProviderOptions = {},
  verifyUser: VerifyUser<string> = () => 'john',
) {
  const events: TokenProviderEvent[] = []
  const provider = fixedProvider({ onEvent: event => events.push(event), ...options })
  return { provider, events, ...provider.endpoint<string>(verifyUser).tokenHandler(handlerOptions) }
}

describe('tokenHandler', () => {
  it.each(['GET', 'POST'])('responds to %s on any path with a token', async method => {
    const { respond, provider } = setUp()
    for (const path of ['', '/', '/api/get-token', '/token', '/revocations']) {
      const reply = await respond(tokenRequest({ method, path }))
      expect(reply).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } })
      expect(bodyOf(reply)).toEqual({
        token: await provider.createToken('john'),
        userId: 'john',
        apiKey: 'key',
        expiresAt: NOW + 3600,
        expiresIn: 3600,
      })
    }
  })

  it.each(['HEAD', 'PUT', 'DELETE', 'get', ''])(
    'responds 405 to %j, and verifyUser is not called',
    async method => {
      const verifyUser = vi.fn(() => 'john')
      const reply = await setUp({}, {}, verifyUser).respond(tokenRequest({ method }))
      expect([reply.status, reply.headers.allow, verifyUser.mock.calls.length]).toEqual([
        405,
        'GET, POST, OPTIONS',
        0,
      ])
      expect(bodyOf(reply)).toMatchObject({ detail: 'This route responds to GET, POST, OPTIONS.' })
    },
  )

  it('responds 204 with Allow to OPTIONS, or to a preflight of a listed origin', async () => {
    const request = tokenRequest({ method: 'OPTIONS', headers: { origin: LISTED } })
    const plain = await setUp().respond(request)
    expect([plain.status, plain.headers.allow]).toEqual([204, 'GET, POST, OPTIONS'])
    const { status, headers } = await setUp({}, { allowedOrigins: [LISTED] }).respond(request)
    expect([status, headers]).toEqual([
      204,
      expect.objectContaining({
        'access-control-allow-origin': LISTED,
        'access-control-allow-methods': 'GET, POST, OPTIONS',
      }),
    ])
  })

  it('passes the body of a POST to verifyUser, and reads none of a GET', async () => {
    const bodies: unknown[] = []
    const { respond } = setUp({}, {}, (_raw, { body }) => {
      bodies.push(body)
      return 'john'
    })
    await respond(jsonRequest('{"a":1}'))
    const read = vi.fn(() => Promise.reject(new Error('read')))
    await respond(tokenRequest({ method: 'GET', body: read }))
    expect([bodies, read.mock.calls.length]).toEqual([[{ a: 1 }, {}], 0])
  })

  it.each(['GET', 'POST'])('applies the origin rule to %s', async method => {
    const { respond } = setUp({}, { allowedOrigins: [LISTED] })
    const statusOf = async (headers: Record<string, string>) =>
      (await respond(tokenRequest({ method, headers }))).status
    expect(await statusOf({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await statusOf({ 'sec-fetch-site': 'same-site' })).toBe(403)
    expect(await statusOf({ origin: LISTED, 'sec-fetch-site': 'cross-site' })).toBe(200)
    expect(await statusOf({ 'sec-fetch-site': 'same-origin' })).toBe(200)
    expect(await statusOf({})).toBe(200)
  })

  it('counts the address and the user, and refuses as the token route does', async () => {
    const keys: string[] = []
    const { respond, events } = setUp({}, { rateLimit: { consume: async key => keys.push(key) } }, () => null)
    const reply = await respond({ ...tokenRequest({ method: 'GET' }), address: '192.0.2.1' })
    expect([reply.status, keys]).toEqual([401, ['ip:192.0.2.1']])
    expect(events).toEqual([expect.objectContaining({ type: 'refused', reason: 'unauthenticated' })])
  })

  it('responds to a Web request, whatever its URL', async () => {
    const { fetch } = fixedProvider()
      .endpoint(() => 'john')
      .tokenHandler()
    for (const url of ['https://a.example/api/get-token?x=1', 'https://a.example/']) {
      const response = await fetch(new Request(url))
      expect([response.status, await response.json()]).toEqual([
        200,
        expect.objectContaining({ userId: 'john' }),
      ])
    }
  })

  it.each<[unknown, string]>([
    [null, 'the options of tokenHandler must be an object.'],
    ['text', 'the options of tokenHandler must be an object.'],
    [{ responseBody: 'accessToken' }, 'responseBody must be a function.'],
    [
      { body: () => 1, methods: [] },
      'body is not an option of tokenHandler; methods is not an option of tokenHandler.',
    ],
  ])('refuses the options %j at creation', async (options, message) => {
    expect(await refusal(() => setUp(options as never))).toMatchObject({ reason: 'config_invalid', message })
  })
})

describe('responseBody', () => {
  it.each<[string, TokenHandlerOptions<string>['responseBody']]>([
    ['synchronously', ({ token }, raw) => ({ accessToken: token, raw })],
    ['asynchronously', async ({ token }, raw) => ({ accessToken: token, raw })],
  ])('shapes the JSON %s, from the issued object and the request', async (_how, responseBody) => {
    const { respond, provider } = setUp({ responseBody })
    for (const method of ['GET', 'POST']) {
      const reply = await respond(tokenRequest({ method, headers: { accept: 'text/plain' } }))
      expect(reply).toMatchObject({
        status: 200,
        headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      })
      expect(bodyOf(reply)).toEqual({ accessToken: await provider.createToken('john'), raw: 'raw' })
    }
  })

  it.each<[string, unknown, string]>([
    ['text', 'text', '"text"'],
    ['null', null, 'null'],
    ['a list', [1], '[1]'],
  ])('may be %s', async (_what, body, written) => {
    expect((await setUp({ responseBody: () => body }).respond(tokenRequest())).body).toBe(written)
  })

  const thrown = new Error('canary')
  it.each<[string, () => unknown, unknown]>([
    [
      'throws',
      () => {
        throw thrown
      },
      thrown,
    ],
    ['rejects', () => Promise.reject(thrown), thrown],
    ['returns undefined', () => undefined, expect.any(TypeError)],
    ['resolves to undefined', async () => undefined, expect.any(TypeError)],
    ['returns a function', () => () => 1, expect.any(TypeError)],
    ['returns a bigint', () => 1n, expect.any(TypeError)],
  ])(
    'leads to 500 internal_error with the cause in the event if it %s',
    async (_what, responseBody, cause) => {
      const { respond, events } = setUp({ responseBody })
      const reply = await respond(tokenRequest())
      expect([reply.status, bodyOf(reply).reason]).toEqual([500, 'internal_error'])
      expect(events.filter(({ type }) => type === 'refused')).toEqual([
        expect.objectContaining({
          reason: 'internal_error',
          message: 'responseBody of tokenHandler failed.',
        }),
      ])
      expect(events.at(-1)).toHaveProperty('cause', cause)
      expect(JSON.stringify([reply, events])).not.toContain('canary')
    },
  )

  it('may throw a refusal', async () => {
    const refusing = setUp({ responseBody: () => Promise.reject(forbidden()) })
    expect(await refusing.respond(tokenRequest())).toHaveProperty('status', 403)
  })

  it('is forwarded as an error with its cause by onServerError', async () => {
    const { respond } = setUp({ responseBody: () => Promise.reject(thrown) }, { onServerError: 'forward' })
    const error = await refusal(respond(tokenRequest()))
    expect([error.reason, error.cause, causeOf(error)]).toEqual(['internal_error', thrown, thrown])
  })
})
