import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { API_KEY, API_SECRET } from '../src/app-settings.js'
import { checkResponse } from '../src/check-response.js'
import type { HostException } from '../src/host-exception.js'
import type { HttpResponse } from '../src/http-response.js'
import { NOW } from '../src/now.js'
import { type RouteCase, refusal, success } from '../src/route-case.js'

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const sign = (payload: unknown, secret = API_SECRET) => {
  const input = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

const JOHN = { user_id: 'john', exp: NOW + 3600, iat: NOW - 5 }
const granted = (token: string, others: object = {}) =>
  JSON.stringify({
    token,
    userId: 'john',
    apiKey: API_KEY,
    expiresAt: NOW + 3600,
    expiresIn: 3600,
    ...others,
  })

const response = (status: number, body: string, headers: Record<string, string>): HttpResponse => ({
  status,
  body,
  headers: new Map(Object.entries({ 'cache-control': 'no-store', ...headers })),
})

const JSON_TYPE = { 'content-type': 'application/json' }
const GRANTED = response(200, granted(sign(JOHN)), JSON_TYPE)

const PROBLEM_TYPE = { 'content-type': 'application/problem+json' }
const REFUSED_BODY = {
  type: 'urn:stream-token:error:unauthenticated',
  title: 'Not signed in',
  status: 401,
  detail: 'Sign in first.',
  reason: 'unauthenticated',
}
const refused = (body: object, headers: Record<string, string> = {}) =>
  response(401, JSON.stringify(body), { ...PROBLEM_TYPE, 'www-authenticate': 'Bearer', ...headers })

const host = { passesOn: true }
const granting = success('granting', {})
const refusing = refusal('refusing', {}, 'unauthenticated')

describe('checkResponse', () => {
  it('finds no errors in correct responses', () => {
    expect(checkResponse(granting, GRANTED, host)).toEqual([])
    expect(checkResponse(refusing, refused(REFUSED_BODY), host)).toEqual([])
  })

  it.each([
    ['another status', response(201, GRANTED.body, JSON_TYPE)],
    [
      'a response that may be cached',
      response(200, GRANTED.body, { ...JSON_TYPE, 'cache-control': 'private' }),
    ],
    ['another type', response(200, GRANTED.body, { 'content-type': 'text/plain' })],
    ['an ETag', response(200, GRANTED.body, { ...JSON_TYPE, etag: '"1"' })],
    ['a cookie', response(200, GRANTED.body, { ...JSON_TYPE, 'set-cookie': 'a=1' })],
    ['an allowed origin', response(200, GRANTED.body, { ...JSON_TYPE, 'access-control-allow-origin': '*' })],
    ['no token', response(200, '{}', JSON_TYPE)],
    ['no JSON', response(200, 'john', JSON_TYPE)],
    ['the token of another user', response(200, granted(sign({ ...JOHN, user_id: 'admin' })), JSON_TYPE)],
    ['a token with an additional claim', response(200, granted(sign({ ...JOHN, role: 'admin' })), JSON_TYPE)],
    ['a token without iat', response(200, granted(sign({ ...JOHN, iat: undefined })), JSON_TYPE)],
    ['a token signed with another secret', response(200, granted(sign(JOHN, 'x'.repeat(32))), JSON_TYPE)],
    ['another userId next to the token', response(200, granted(sign(JOHN), { userId: 'admin' }), JSON_TYPE)],
    ['an additional member', response(200, granted(sign(JOHN), { secret: 1 }), JSON_TYPE)],
    ['the secret', response(200, GRANTED.body, { ...JSON_TYPE, 'x-debug': API_SECRET })],
  ])('finds %s in a response that must have a token', (_what, wrong) => {
    expect(checkResponse(granting, wrong, host)).not.toEqual([])
  })

  it.each([
    ['no challenge', refused(REFUSED_BODY, { 'www-authenticate': '' })],
    ['a Retry-After', refused(REFUSED_BODY, { 'retry-after': '1' })],
    ['another reason', refused({ ...REFUSED_BODY, reason: 'forbidden' })],
    ['a code', refused({ ...REFUSED_BODY, code: 5 })],
    ['a stack', refused({ ...REFUSED_BODY, stack: 'Error\n    at x (file.js:1:1)' })],
    ['text of an error of the app', refused({ ...REFUSED_BODY, detail: 'canary' })],
    ['another detail', refused({ ...REFUSED_BODY, detail: 'john is not signed in' })],
    ['a token', GRANTED],
    ['no response', { status: 0, headers: new Map(), body: '' }],
  ])('finds %s in a response that must be a refusal', (_what, wrong) => {
    expect(checkResponse(refusing, wrong, host)).not.toEqual([])
  })

  it.each<[string, RouteCase['expected'], HttpResponse, readonly string[]]>([
    [
      'JSON of another shape with a token',
      { kind: 'token', json: { data: { accessToken: '{token}' } } },
      response(200, JSON.stringify({ data: { accessToken: sign(JOHN) } }), JSON_TYPE),
      [],
    ],
    [
      'JSON of another shape with the token of another user',
      { kind: 'token', json: { accessToken: '{token}' } },
      response(200, JSON.stringify({ accessToken: sign({ ...JOHN, user_id: 'admin' }) }), JSON_TYPE),
      [expect.stringContaining('payload')],
    ],
    [
      'the usual JSON instead of another shape',
      { kind: 'token', json: { accessToken: '{token}' } },
      GRANTED,
      [expect.stringContaining('body')],
    ],
    ['the methods of a route', { kind: 'allow', allow: 'POST' }, response(204, '', { allow: 'POST' }), []],
    [
      'other methods',
      { kind: 'allow', allow: 'POST' },
      response(204, '', { allow: 'GET, POST' }),
      [expect.stringContaining('allow')],
    ],
    [
      'an open origin beside the methods',
      { kind: 'allow', allow: 'POST' },
      response(204, '', { allow: 'POST', 'access-control-allow-origin': '*' }),
      [expect.stringContaining('allow-origin')],
    ],
    [
      'other methods and headers in a preflight',
      { kind: 'preflight', methods: 'GET', headers: 'X-A' },
      response(204, '', {
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'X-A, X-B',
      }),
      [expect.stringContaining('allow-methods'), expect.stringContaining('allow-headers')],
    ],
    [
      'a 405 whose detail names other methods',
      { kind: 'problem', reason: 'method_not_allowed', allow: 'POST' },
      response(
        405,
        JSON.stringify({
          type: 'urn:stream-token:error:method_not_allowed',
          title: 'Method not allowed',
          status: 405,
          detail: 'This route responds to GET.',
          reason: 'method_not_allowed',
        }),
        { ...PROBLEM_TYPE, allow: 'POST' },
      ),
      [expect.stringContaining('body')],
    ],
  ])('judges %s', (_what, expected, given, errors) => {
    expect(checkResponse({ id: 'x', request: {}, expected }, given, host)).toEqual(errors)
  })

  describe('with an exception', () => {
    const exception: HostException = {
      hosts: [],
      cases: ['refusing'],
      status: 400,
      body: 'mine',
      why: 'It is so.',
    }

    it('accepts the response of the exception', () => {
      expect(checkResponse(refusing, response(400, 'mine', {}), host, exception)).toEqual([])
    })

    it.each([
      ['another status', response(500, 'mine', {})],
      ['another body', response(400, 'yours', {})],
    ])('finds %s', (_what, wrong) => {
      expect(checkResponse(refusing, wrong, host, exception)).not.toEqual([])
    })

    it.each([
      ['a stack', response(400, 'Error: mine\n    at handle (/srv/node_modules/x.js)', {})],
      ['the secret', response(400, API_SECRET, {})],
      ['a token of another user', response(400, granted(sign({ ...JOHN, user_id: 'jane' })), {})],
    ])('finds %s in the body if the exception specifies no body', (_what, wrong) => {
      const { body: _body, ...anyBody } = exception
      expect(checkResponse(refusing, response(400, 'harmless', {}), host, anyBody)).toEqual([])
      expect(checkResponse(refusing, wrong, host, anyBody)).not.toEqual([])
    })

    it('finds an exception that is not needed', () => {
      const right = refused(REFUSED_BODY)
      const unneeded = { ...exception, status: right.status, body: right.body }
      expect(checkResponse(refusing, right, host, unneeded)).toEqual(['the exception is not needed'])
    })

    it('accepts only the two possible responses of a race', () => {
      const race = { ...exception, isRace: true }
      expect(checkResponse(refusing, response(400, 'mine', {}), host, race)).toEqual([])
      expect(checkResponse(refusing, refused(REFUSED_BODY), host, race)).toEqual([])
      expect(checkResponse(refusing, response(400, 'yours', {}), host, race)).not.toEqual([])
    })
  })

  it.each([
    [true, 418, []],
    [false, 418, ['status is 418, not 404']],
  ])('respects whether a host passes requests on (%s)', (passesOn, status, found) => {
    const other = { id: 'x', request: {}, expected: { kind: 'passed on' } } as const
    expect(checkResponse(other, response(status, 'passed on', {}), { passesOn }).slice(0, 1)).toEqual(found)
  })
})

describe('checkResponse, for a guest', () => {
  const guest = (id: string): string => `guest-${id.padStart(32, '0')}`
  const tokenOf = (userId: string, expiresIn = 1800): string =>
    sign({ user_id: userId, exp: NOW + expiresIn, iat: NOW - 5 })
  const answer = (userId: string, token = tokenOf(userId)): HttpResponse =>
    response(200, granted(token, { userId, expiresAt: NOW + 1800, expiresIn: 1800 }), {
      ...JSON_TYPE,
      vary: 'Origin',
    })
  const one: RouteCase = { id: 'guest', setting: 'guests', request: {}, expected: { kind: 'guest' } }

  it('finds no errors in a new guest, and an error in the same guest again', () => {
    expect(checkResponse(one, answer(guest('1')), host)).toEqual([])
    expect(checkResponse(one, answer(guest('1')), host)).not.toEqual([])
  })

  it.each([
    ['a named user', answer('john')],
    ['a short id', answer('guest-1')],
    ['an id in capitals', answer(guest('A'))],
    ['the token of another user', answer(guest('2'), tokenOf('john'))],
    ['another lifetime', answer(guest('3'), tokenOf(guest('3'), 3600))],
  ])('finds %s', (_what, wrong) => {
    expect(checkResponse(one, wrong, host)).not.toEqual([])
  })

  it('finds a wrong rule in the refusal of a body', () => {
    const refused = (detail: string): HttpResponse =>
      response(
        400,
        JSON.stringify({
          type: 'urn:stream-token:error:body_invalid',
          title: 'Body invalid',
          status: 400,
          detail,
          reason: 'body_invalid',
        }),
        PROBLEM_TYPE,
      )
    const expecting = (detail: string): RouteCase => ({
      id: 'name',
      request: {},
      expected: { kind: 'problem', reason: 'body_invalid', detail },
    })
    expect(checkResponse(expecting('a'), refused('a'), host)).toEqual([])
    expect(checkResponse(expecting('a'), refused('b'), host)).not.toEqual([])
  })
})
