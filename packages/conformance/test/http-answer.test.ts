import { describe, expect, it } from 'vitest'
import { parseAnswer } from '../src/http-answer.js'

const parse = (text: string, { method = 'POST', ended = false } = {}) =>
  parseAnswer(Buffer.from(text), method, ended)

const WITH_LENGTH = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\nVary: a\r\nvary: b\r\n\r\njöh'

describe('parseAnswer', () => {
  it('reads a body of known length, and joins a repeated header', () => {
    const answer = parse(WITH_LENGTH)
    expect(answer).toMatchObject({ status: 200, body: 'jöh' })
    expect(answer?.headers.get('vary')).toBe('a, b')
  })

  it.each([
    ['a head without its end', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n'],
    ['a body without its end', WITH_LENGTH.slice(0, -1)],
    ['a chunk without its end', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\njo'],
    ['chunks without the last', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\njo\r\n'],
    ['a body that the connection ends', 'HTTP/1.1 200 OK\r\n\r\njohn'],
    ['100 Continue alone', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ])('waits for more of %s', (_what, text) => {
    expect(parse(text)).toBeUndefined()
  })

  it.each([
    ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\njo\r\n2\r\nhn\r\n0\r\n\r\n', {}],
    ['a body that the connection ends', 'HTTP/1.1 200 OK\r\n\r\njohn', { ended: true }],
    [
      'what follows 100 Continue',
      `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\njohn`,
      {},
    ],
  ])('reads %s', (_what, text, how) => {
    expect(parse(text, how)).toMatchObject({ status: 200, body: 'john' })
  })

  it('reads no body behind HEAD and 204', () => {
    expect(parse('HTTP/1.1 405 No\r\nContent-Length: 9\r\n\r\n', { method: 'HEAD' })).toMatchObject({
      status: 405,
    })
    expect(parse('HTTP/1.1 204 No Content\r\n\r\n')).toMatchObject({ status: 204, body: '' })
  })

  it('tells a connection that ended without an answer', () => {
    expect(parse('', { ended: true })).toMatchObject({ status: 0 })
  })
})
