import { describe, expect, it } from 'vitest'
import { TokenProviderError } from '../../src/errors/errors.js'
import { readJsonBody } from '../../src/http/request-body.js'
import type { BodyLimits, RequestBody } from '../../src/http/token-request.js'
import { reasonOf } from '../fixture/caught.js'
import { jsonRequest, tokenRequest } from '../fixture/token-request.js'

const LIMITS: BodyLimits = { bytes: 100, seconds: 1 }
const read = (...request: Parameters<typeof jsonRequest>) => readJsonBody(jsonRequest(...request), LIMITS)
const bytes = (...values: number[]): RequestBody => ({ kind: 'bytes', bytes: Uint8Array.from(values) })

describe('readJsonBody', () => {
  it.each<[string, RequestBody]>([
    ['no body', { kind: 'none' }],
    ['no bytes', bytes()],
    ['an empty string', { kind: 'text', text: '' }],
    ['an empty object from a parser', { kind: 'parsed', value: {} }],
  ])('reads %s as {}, whatever the media type', async (_name, body) => {
    for (const type of ['text/plain', 'application/json', undefined]) {
      const headers = type === undefined ? {} : { 'content-type': type }
      expect(await readJsonBody(tokenRequest({ headers, body }), LIMITS)).toEqual({})
    }
  })

  it('parses bytes and text, and accepts the value of a parser', async () => {
    const headers = { 'content-type': 'application/json' }
    const bodies: RequestBody[] = [
      { kind: 'bytes', bytes: new TextEncoder().encode('{"a":"é"}') },
      { kind: 'text', text: '{"a":"é"}' },
      { kind: 'parsed', value: { a: 'é' } },
    ]
    for (const body of bodies)
      expect(await readJsonBody(tokenRequest({ headers, body }), LIMITS)).toEqual({ a: 'é' })
  })

  it('passes the limits to the reader', async () => {
    const seen: BodyLimits[] = []
    const body = async (limits: BodyLimits): Promise<RequestBody> => {
      seen.push(limits)
      return { kind: 'none' }
    }
    await readJsonBody({ ...tokenRequest(), body }, LIMITS)
    expect(seen).toEqual([LIMITS])
  })

  it.each([
    'application/json',
    'Application/JSON',
    'application/json;charset=utf-8',
    'application/json ; charset="UTF-8"',
    'application/json; charset=UTF-8 ',
  ])('accepts the media type %j', async type => {
    expect(await read('{}', { 'content-type': type })).toEqual({})
  })

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/problem+json',
    'text/json',
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'application/json; version=1',
    'application/json, text/plain',
    'application/json\n',
    '',
    ' ',
  ])('refuses bytes of the media type %j', async type => {
    expect(await reasonOf(read('{}', { 'content-type': type }))).toBe('unsupported_media_type')
  })

  it('refuses bytes without a media type, and with two', async () => {
    expect(await reasonOf(read('{}', { 'content-type': [] }))).toBe('unsupported_media_type')
    expect(await reasonOf(read('{}', { 'content-type': ['application/json', 'application/json'] }))).toBe(
      'unsupported_media_type',
    )
  })

  it.each([['gzip'], ['br'], ['gzip, identity'], ['']])('refuses the content encoding %j', async encoding => {
    expect(await reasonOf(read('{}', { 'content-encoding': encoding }))).toBe('unsupported_media_type')
  })

  it('accepts the content encoding identity', async () => {
    expect(await read('{}', { 'content-encoding': 'Identity' })).toEqual({})
  })

  it('refuses the value that a form parser made from bytes', async () => {
    const parsed: RequestBody = { kind: 'parsed', value: { userId: 'jane' } }
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    for (const sent of [{ 'content-length': '11' }, { 'transfer-encoding': 'chunked' }]) {
      const request = tokenRequest({ headers: { ...type, ...sent }, body: parsed })
      expect(await reasonOf(readJsonBody(request, LIMITS))).toBe('unsupported_media_type')
    }
  })

  it.each([
    '[]',
    '[{}]',
    'null',
    '"text"',
    '1',
    'true',
    '{',
    '{}{}',
    "{'a':1}",
    'a=b',
    '\ufeff{}',
    '{"__proto__":{}}',
    '{"a":[{"__proto__":1}]}',
    '{"a":{"b":{"\\u005f_proto__":1}}}',
  ])('refuses the body %s', async text => {
    expect(await reasonOf(read(text))).toBe('body_invalid')
  })

  it.each([[[]], ['text'], [5], [true], [JSON.parse('{"a":{"__proto__":1}}')]])(
    'refuses %j from a parser',
    async value => {
      const request = tokenRequest({
        headers: { 'content-type': 'application/json', 'content-length': '9' },
        body: { kind: 'parsed', value },
      })
      expect(await reasonOf(readJsonBody(request, LIMITS))).toBe('body_invalid')
    },
  )

  it('refuses bytes that are not UTF-8', async () => {
    const request = tokenRequest({
      headers: { 'content-type': 'application/json' },
      body: bytes(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d),
    })
    expect(await reasonOf(readJsonBody(request, LIMITS))).toBe('body_invalid')
  })

  it.each<RequestBody>([{ kind: 'parsed', value: {} }, { kind: 'none' }, { kind: 'text', text: '{}' }])(
    'refuses a Content-Length over the limit, whatever the body is: %j',
    async body => {
      const headers = { 'content-length': '101', 'content-type': 'application/json' }
      expect(await reasonOf(readJsonBody(tokenRequest({ headers, body }), LIMITS))).toBe('body_too_large')
    },
  )

  it('accepts a cyclic value from a parser', async () => {
    const value: Record<string, unknown> = { a: {} }
    Object.assign(value.a as object, { value, list: [value] })
    expect(await readJsonBody(tokenRequest({ body: { kind: 'parsed', value } }), LIMITS)).toBe(value)
    Object.defineProperty(value.a, '__proto__', { value: {}, enumerable: true })
    expect(await reasonOf(readJsonBody(tokenRequest({ body: { kind: 'parsed', value } }), LIMITS))).toBe(
      'body_invalid',
    )
  })

  it('ignores an invalid Content-Length and leaves the limit to the reader', async () => {
    for (const length of ['many', '-1', '', '100'])
      expect(await read('{"a":1}', { 'content-length': length })).toEqual({ a: 1 })
  })

  it('rejects with the refusal of the reader', async () => {
    const request = tokenRequest({ body: () => Promise.reject(new TokenProviderError('body_timeout')) })
    expect(await reasonOf(readJsonBody(request, LIMITS))).toBe('body_timeout')
  })

  it.each<[string, RequestBody]>([
    ['bytes', { kind: 'bytes', bytes: new Uint8Array(101) }],
    ['text', { kind: 'text', text: 'é'.repeat(51) }],
  ])('applies the limit to %s from a parser', async (_name, body) => {
    expect(await reasonOf(readJsonBody(tokenRequest({ body }), LIMITS))).toBe('body_too_large')
  })

  it.each([
    ['a list of half a million values', `{"a":[${'0,'.repeat(500_000)}0]}`],
    ['lists nested 100,000 deep', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ])('reads %s', async (_name, text) => {
    const headers = { 'content-type': 'application/json' }
    const request = tokenRequest({ headers, body: { kind: 'text', text } })
    expect(await readJsonBody(request, { bytes: 2_000_000, seconds: 1 })).toHaveProperty('a')
  })
})
