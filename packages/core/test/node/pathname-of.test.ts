import { describe, expect, it } from 'vitest'
import { pathnameOf } from '../../src/node/pathname-of.js'

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
    ['', ''],
    [undefined, '/'],
  ])('maps %j to the path %j', (url, path) => {
    expect(pathnameOf({ url })).toBe(path)
  })
})
