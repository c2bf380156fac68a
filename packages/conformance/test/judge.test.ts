import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { API_KEY, API_SECRET } from '../src/app-settings.js'
import type { HostException } from '../src/host-exception.js'
import type { HttpAnswer } from '../src/http-answer.js'
import { judge } from '../src/judge.js'
import { NOW } from '../src/now.js'
import { refusal, success } from '../src/route-case.js'

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

const answer = (status: number, body: string, headers: Record<string, string>): HttpAnswer => ({
  status,
  body,
  headers: new Map(Object.entries({ 'cache-control': 'no-store', ...headers })),
})

const JSON_TYPE = { 'content-type': 'application/json' }
const GRANTED = answer(200, granted(sign(JOHN)), JSON_TYPE)

const PROBLEM_TYPE = { 'content-type': 'application/problem+json' }
const REFUSED_BODY = {
  type: 'urn:stream-token:error:unauthenticated',
  title: 'Not signed in',
  status: 401,
  detail: 'Sign in first.',
  reason: 'unauthenticated',
}
const refused = (body: object, headers: Record<string, string> = {}) =>
  answer(401, JSON.stringify(body), { ...PROBLEM_TYPE, 'www-authenticate': 'Bearer', ...headers })

const host = { passesOn: true }
const yes = success('yes', {})
const no = refusal('no', {}, 'unauthenticated')

describe('judge', () => {
  it('finds nothing wrong with the right answers', () => {
    expect(judge(yes, GRANTED, host)).toEqual([])
    expect(judge(no, refused(REFUSED_BODY), host)).toEqual([])
  })

  it.each([
    ['another status', answer(201, GRANTED.body, JSON_TYPE)],
    ['an answer that may be stored', answer(200, GRANTED.body, { ...JSON_TYPE, 'cache-control': 'private' })],
    ['another type', answer(200, GRANTED.body, { 'content-type': 'text/plain' })],
    ['an ETag', answer(200, GRANTED.body, { ...JSON_TYPE, etag: '"1"' })],
    ['a cookie', answer(200, GRANTED.body, { ...JSON_TYPE, 'set-cookie': 'a=1' })],
    ['an open origin', answer(200, GRANTED.body, { ...JSON_TYPE, 'access-control-allow-origin': '*' })],
    ['no token', answer(200, '{}', JSON_TYPE)],
    ['no JSON', answer(200, 'john', JSON_TYPE)],
    ['the token of another user', answer(200, granted(sign({ ...JOHN, user_id: 'admin' })), JSON_TYPE)],
    ['a token with one claim more', answer(200, granted(sign({ ...JOHN, role: 'admin' })), JSON_TYPE)],
    ['a token without iat', answer(200, granted(sign({ ...JOHN, iat: undefined })), JSON_TYPE)],
    ['a token of another secret', answer(200, granted(sign(JOHN, 'x'.repeat(32))), JSON_TYPE)],
    ['another userId beside the token', answer(200, granted(sign(JOHN), { userId: 'admin' }), JSON_TYPE)],
    ['a member more', answer(200, granted(sign(JOHN), { secret: 1 }), JSON_TYPE)],
    ['the secret', answer(200, GRANTED.body, { ...JSON_TYPE, 'x-debug': API_SECRET })],
  ])('finds %s where a token is due', (_what, wrong) => {
    expect(judge(yes, wrong, host)).not.toEqual([])
  })

  it.each([
    ['no challenge', refused(REFUSED_BODY, { 'www-authenticate': '' })],
    ['a Retry-After', refused(REFUSED_BODY, { 'retry-after': '1' })],
    ['another reason', refused({ ...REFUSED_BODY, reason: 'forbidden' })],
    ['a code', refused({ ...REFUSED_BODY, code: 5 })],
    ['a stack', refused({ ...REFUSED_BODY, stack: 'Error\n    at x (file.js:1:1)' })],
    ['what the app threw', refused({ ...REFUSED_BODY, detail: 'canary' })],
    ['another sentence', refused({ ...REFUSED_BODY, detail: 'john is not signed in' })],
    ['a token', GRANTED],
    ['no answer', { status: 0, headers: new Map(), body: '' }],
  ])('finds %s where a refusal is due', (_what, wrong) => {
    expect(judge(no, wrong, host)).not.toEqual([])
  })

  describe('with an exception', () => {
    const exception: HostException = { hosts: [], cases: ['no'], status: 400, body: 'mine', why: 'It is so.' }

    it('takes the answer that the exception says', () => {
      expect(judge(no, answer(400, 'mine', {}), host, exception)).toEqual([])
    })

    it.each([
      ['another status', answer(500, 'mine', {})],
      ['another body', answer(400, 'yours', {})],
    ])('finds %s', (_what, wrong) => {
      expect(judge(no, wrong, host, exception)).not.toEqual([])
    })

    it.each([
      ['a stack', answer(400, 'Error: mine\n    at handle (/srv/node_modules/x.js)', {})],
      ['the secret', answer(400, API_SECRET, {})],
      ['a token of another user', answer(400, granted(sign({ ...JOHN, user_id: 'jane' })), {})],
    ])('finds %s in it, where the exception does not say the body', (_what, wrong) => {
      const { body: _body, ...anyBody } = exception
      expect(judge(no, answer(400, 'harmless', {}), host, anyBody)).toEqual([])
      expect(judge(no, wrong, host, anyBody)).not.toEqual([])
    })

    it('finds an exception that excepts nothing', () => {
      const right = refused(REFUSED_BODY)
      const idle = { ...exception, status: right.status, body: right.body }
      expect(judge(no, right, host, idle)).toEqual(['the exception is none'])
    })

    it('takes either answer of a race, and no third', () => {
      const race = { ...exception, isRace: true }
      expect(judge(no, answer(400, 'mine', {}), host, race)).toEqual([])
      expect(judge(no, refused(REFUSED_BODY), host, race)).toEqual([])
      expect(judge(no, answer(400, 'yours', {}), host, race)).not.toEqual([])
    })
  })

  it.each([
    [true, 418, []],
    [false, 418, ['status is 418, not 404']],
  ])('knows whether a host passes on (%s)', (passesOn, status, found) => {
    const other = { id: 'x', request: {}, expected: { kind: 'passed on' } } as const
    expect(judge(other, answer(status, 'passed on', {}), { passesOn }).slice(0, 1)).toEqual(found)
  })
})
