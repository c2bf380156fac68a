import { describe, expect, it } from 'vitest'
import { parseResponse } from '../src/http-response.js'

const parse = (text: string, { method = 'POST', ended = false } = {}) =>
  parseResponse(Buffer.from(text), method, ended)

const WITH_LENGTH = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\nVary: a\r\nvary: b\r\n\r\njöh'

describe('parseResponse', () => {
  it('reads a body with a length, and joins repeated headers', () => {
    const response = parse(WITH_LENGTH)
    expect(response).toMatchObject({ status: 200, body: 'jöh' })
    expect(response?.headers.get('vary')).toBe('a, b')
  })

  it.each([
    ['an incomplete head', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n'],
    ['an incomplete body', WITH_LENGTH.slice(0, -1)],
    ['an incomplete chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\njo'],
    ['chunks without the last one', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\njo\r\n'],
    ['a body without a length on an open connection', 'HTTP/1.1 200 OK\r\n\r\njohn'],
    ['100 Continue alone', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ])('waits for more of %s', (_what, text) => {
    expect(parse(text)).toBeUndefined()
  })

  it.each([
    ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\njo\r\n2\r\nhn\r\n0\r\n\r\n', {}],
    ['a body without a length on an ended connection', 'HTTP/1.1 200 OK\r\n\r\njohn', { ended: true }],
    [
      'the response after 100 Continue',
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\njohn`,
      {},
    ],
  ])('reads %s', (_what, text, how) => {
    expect(parse(text, how)).toMatchObject({ status: 200, body: 'john' })
  })

  it('reads no body after HEAD and 204', () => {
    expect(parse('HTTP/1.1 405 No\r\nContent-Length: 9\r\n\r\n', { method: 'HEAD' })).toMatchObject({
      status: 405,
    })
    expect(parse('HTTP/1.1 204 No Content\r\n\r\n')).toMatchObject({ status: 204, body: '' })
  })

  it('returns status 0 for a connection that ended without a response', () => {
    expect(parse('', { ended: true })).toMatchObject({ status: 0 })
  })
})
