import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { pathnameOf } from '../../src/node/pathname-of.js'
import { serve } from '../fixture/loopback.js'

describe('pathnameOf', () => {
  it.each([
    ['/stream/token', '/stream/token'],
    ['/stream/token?a=/b', '/stream/token'],
    ['/stream/token#x', '/stream/token'],
    ['/?', '/'],
    ['//evil.example/stream/token', '//evil.example/stream/token'],
    ['/stream/%74oken', '/stream/%74oken'],
    ['/a/../stream/token', '/a/../stream/token'],
    ['http://api.example/stream/token?a', '/stream/token'],
    ['http://api.example', '/'],
    ['*', '*'],
    ['', '/'],
    [undefined, '/'],
  ])('maps %j to the path %j', (url, path) => {
    expect(pathnameOf({ url })).toBe(path)
  })

  it.each([
    ['http://h/x/../stream/token', '/x/../stream/token'],
    ['http://h/x/%2e%2e/stream/token', '/x/%2e%2e/stream/token'],
    ['http://h/x/%2E./stream/token', '/x/%2E./stream/token'],
    ['http://h/./stream/token', '/./stream/token'],
    ['http://h/x\\..\\stream\\token', '/x\\..\\stream\\token'],
    ['http://h//stream/token', '//stream/token'],
    ['HTTPS://user:pass@h:8080/stream/token?a=1#b', '/stream/token'],
    ['http://h?/stream/token', '/'],
    ['http://h#/stream/token', '/'],
    ['http://h/a?b/../stream/token', '/a'],
    ['/x/../stream/token', '/x/../stream/token'],
    ['/http://h/stream/token', '/http://h/stream/token'],
    ['/stream/token;a=1', '/stream/token;a=1'],
    ['/stream/to%6ben', '/stream/to%6ben'],
    ['?/stream/token', '/'],
    ['stream/token', 'stream/token'],
    ['h:443', 'h:443'],
    ['http://[::1]:3000/stream/token', '/stream/token'],
    ['http://h;x/stream/token', 'http://h;x/stream/token'],
    ['http://h\\x/stream/token', 'http://h\\x/stream/token'],
    ['http:///stream/token', 'http:///stream/token'],
    ['ftp://h/stream/token', 'ftp://h/stream/token'],
  ])('B7: cuts the path out of %j as text, %j', (url, path) => {
    expect(pathnameOf({ url })).toBe(path)
  })

  it('B7: returns the path that frameworks route by for each target that Node accepts', async () => {
    const { port } = await serve((request, response) => response.end(pathnameOf(request)))
    const targets = [
      'http://h/x/../stream/token',
      'http://h/x/%2e%2e/stream/token',
      'http://h//stream/token?a',
    ]
    const paths = targets.map(async target => {
      const socket = connect(port, '127.0.0.1')
      socket.write(`POST ${target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`)
      return (await text(socket)).split('\r\n\r\n')[1]
    })
    expect((await Promise.all(paths)).map(path => path?.replace(/^\w+\r\n|\r\n0\r\n$/g, ''))).toEqual([
      '/x/../stream/token',
      '/x/%2e%2e/stream/token',
      '//stream/token',
    ])
  })
})
