import { describe, expect, it, vi } from 'vitest'
import { createLocate } from '../../src/endpoint/endpoint.js'
import type { VerifyUser } from '../../src/endpoint/verify-user.js'
import type { TokenProviderEvent } from '../../src/events/events.js'
import type { TokenReply } from '../../src/http/token-reply.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { fixedProvider } from '../fixture/fixed-provider.js'
import { bodyOf, jsonRequest, type TokenRequestFacts, tokenRequest } from '../fixture/token-request.js'

const LISTED = 'https://app.example'
const verdict = (status: number, headers = {}) => ({ status, headers, expose: true })

function endpoint(verifyUser: VerifyUser<string> = () => 'john', options: TokenProviderOptions = {}) {
  const events: TokenProviderEvent[] = []
  const provider = fixedProvider({ onEvent: event => events.push(event), ...options })
  return { ...provider.endpoint(verifyUser), events }
}

async function replyTo(facts: TokenRequestFacts, ...rest: Parameters<typeof endpoint>): Promise<TokenReply> {
  const reply = await endpoint(...rest).handle(tokenRequest(facts))
  if (reply === undefined) throw new Error('The endpoint did not handle the request.')
  return reply
}

describe('handle', () => {
  it.each([
    '/',
    '',
    '/token/',
    '/Token',
    '/token/x',
    '//token',
    '/tokens',
    '/guest',
    '/revocations',
    '/%74oken',
  ])('does not handle the path %j', async path => {
    expect(await endpoint().handle(tokenRequest({ path }))).toBeUndefined()
  })

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'post', 'PROPFIND', ''])(
    'responds 405 with Allow to the method %j',
    async method => {
      const { status, headers, body } = await replyTo({ method })
      expect([status, headers.allow, body]).toEqual([
        405,
        'POST, OPTIONS',
        expect.stringContaining('method_not_allowed'),
      ])
    },
  )

  it('does not handle OPTIONS if no origin is allowed', async () => {
    expect(await endpoint().handle(tokenRequest({ method: 'OPTIONS' }))).toBeUndefined()
  })

  it('responds to the preflight of a listed origin', async () => {
    const reply = await replyTo({ method: 'OPTIONS', headers: { origin: LISTED } }, undefined, {
      allowedOrigins: [LISTED],
    })
    expect(reply).toMatchObject({ status: 204, body: '' })
    expect(reply.headers).toMatchObject({
      'access-control-allow-origin': LISTED,
      'access-control-allow-methods': 'POST, OPTIONS',
      'cache-control': 'no-store',
      vary: 'Origin',
    })
  })

  it('does not call verifyUser for a request that the origin rule refuses', async () => {
    const verifyUser = vi.fn(() => 'john')
    const { status } = await replyTo({ headers: { 'sec-fetch-site': 'cross-site' } }, verifyUser)
    expect([status, verifyUser.mock.calls.length]).toEqual([403, 0])
  })

  it.each<[string, TokenRequestFacts, VerifyUser<string>, number, string]>([
    ['nobody is signed in', {}, () => null, 401, 'unauthenticated'],
    ['verifyUser rejects with 403', {}, () => Promise.reject(verdict(403)), 403, 'forbidden'],
    ['verifyUser rejects with 429', {}, () => Promise.reject(verdict(429)), 429, 'rate_limited'],
    ['verifyUser rejects with 503', {}, () => Promise.reject(verdict(503)), 503, 'overloaded'],
    ['verifyUser rejects', {}, () => Promise.reject(new Error('x')), 500, 'verify_user_failed'],
    ['verifyUser returns an invalid id', {}, () => '', 500, 'identity_invalid'],
    [
      'the body has another media type',
      { headers: { 'content-type': 'text/plain' }, body: { kind: 'text', text: '{}' } },
      () => 'john',
      415,
      'unsupported_media_type',
    ],
    [
      'the body is not an object',
      { headers: { 'content-type': 'application/json' }, body: { kind: 'text', text: '[]' } },
      () => 'john',
      400,
      'body_invalid',
    ],
    ['the body is too large', { headers: { 'content-length': '4097' } }, () => 'john', 413, 'body_too_large'],
    [
      'the body cannot be read',
      { body: () => Promise.reject(new Error('x')) },
      () => 'john',
      500,
      'internal_error',
    ],
  ])('responds with a problem document when %s', async (_name, facts, verifyUser, status, reason) => {
    const { handle, events } = endpoint(verifyUser, { allowedOrigins: [LISTED] })
    const reply = await handle(tokenRequest({ ...facts, headers: { ...facts.headers, origin: LISTED } }))
    expect(reply).toMatchObject({
      status,
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        'access-control-allow-origin': LISTED,
      },
    })
    expect(bodyOf(reply)).toMatchObject({
      type: `urn:stream-token:error:${reason}`,
      status,
      reason,
      title: expect.any(String),
      detail: expect.any(String),
    })
    expect(events).toEqual([expect.objectContaining({ type: 'refused', reason })])
  })

  it('responds 401 with WWW-Authenticate, and 503 with Retry-After', async () => {
    expect((await replyTo({}, () => null)).headers).toMatchObject({ 'www-authenticate': 'Bearer' })
    expect(
      (await replyTo({}, () => Promise.reject(verdict(503, { 'retry-after': '9' })))).headers,
    ).toMatchObject({ 'retry-after': '9' })
  })

  it('puts the cause into the event, but not into its JSON', async () => {
    const { handle, events } = endpoint(() => Promise.reject(new Error('canary')))
    await handle(tokenRequest())
    const [event] = events
    expect(event).toHaveProperty('cause', new Error('canary'))
    expect(JSON.stringify(event)).not.toContain('canary')
  })

  it('passes the body to verifyUser and takes no identity from it', async () => {
    const seen: unknown[] = []
    const { handle } = endpoint((_raw, { body }) => {
      seen.push(body)
      return 'john'
    })
    const reply = await handle(jsonRequest('{"userId":"jane","user_id":"jane","role":"admin","expiresIn":1}'))
    expect(bodyOf(reply)).toMatchObject({ userId: 'john', expiresIn: 3600 })
    expect(seen).toEqual([{ userId: 'jane', user_id: 'jane', role: 'admin', expiresIn: 1 }])
  })
})

describe('createLocate', () => {
  it.each([
    ['/stream', '/stream/token', '/token'],
    ['/stream', '/stream/', undefined],
    ['/stream', '/stream/other', undefined],
    ['', '/other', undefined],
    ['/stream', '/stream', undefined],
    ['/stream', '/streams/token', undefined],
    ['/stream', '/Stream/token', undefined],
    ['/stream', '//stream/token', undefined],
    ['/stream', '/x/stream/token', undefined],
    ['', '/token', '/token'],
    ['', 'token', undefined],
    ['/a/b', '/a/b/token', '/token'],
  ])('with the basePath %j, maps %j to %j', (basePath, pathname, path) => {
    const routes = [{ matches: (below: string) => below === '/token' }]
    expect(createLocate(basePath, routes)(pathname)).toBe(path)
  })
})
