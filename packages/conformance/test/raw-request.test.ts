import { describe, expect, it } from 'vitest'
import { fillTemplate } from '../src/fill-template.js'
import { type RawRequest, toWire } from '../src/raw-request.js'

const served = { url: 'http://127.0.0.1:99', base: '/api/stream', own: '/api' }
const fill = (template: string) => fillTemplate(template, served)
const wire = (request: RawRequest): readonly string[] => {
  const { head, body } = toWire(request, fill)
  return [...Buffer.from(head).toString('latin1').split('\r\n').filter(Boolean), Buffer.from(body).toString()]
}

const START = ['POST /api/stream/token HTTP/1.1', 'Host: 127.0.0.1:99', 'Connection: close']

describe('toWire', () => {
  it.each<[string, RawRequest, readonly string[]]>([
    ['an empty request', {}, [...START, '']],
    ['a body with its length', { body: 'ö' }, [...START, 'Content-Length: 2', 'ö']],
    ['an empty body', { body: '' }, [...START, 'Content-Length: 0', '']],
    ['a body without framing', { body: '{}', framing: 'none' }, [...START, '{}']],
    [
      'a body in two chunks',
      { body: '{} ', framing: 'chunked' },
      [...START, 'Transfer-Encoding: chunked', '2\r\n{}\r\n1\r\n \r\n0\r\n\r\n'],
    ],
    ['no bytes in chunks', { framing: 'chunked' }, [...START, 'Transfer-Encoding: chunked', '0\r\n\r\n']],
    [
      'headers unchanged, including repeated ones',
      {
        headers: [
          ['host', 'other'],
          ['A', '{host}'],
          ['A', '{unknown}'],
        ],
      },
      [
        'POST /api/stream/token HTTP/1.1',
        'Connection: close',
        'host: other',
        'A: 127.0.0.1:99',
        'A: {unknown}',
        '',
      ],
    ],
    [
      'a target in absolute form',
      { method: 'GET', target: 'http://{host}{base}' },
      ['GET http://127.0.0.1:99/api/stream HTTP/1.1', ...START.slice(1), ''],
    ],
  ])('writes %s', (_what, request, lines) => {
    expect(wire(request)).toEqual(lines)
  })
})
