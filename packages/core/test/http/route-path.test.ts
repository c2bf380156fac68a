import { describe, expect, it } from 'vitest'
import { catchAllOf, routePath } from '../../src/http/route-path.js'

describe('routePath', () => {
  it.each([
    ['/api/stream/token', ['token'], '/token'],
    ['/api/stream/token/', ['token'], '/token'],
    ['/token', ['token'], '/token'],
    ['/api/stream/1/token', ['1', 'token'], '/1/token'],
    ['/api/stream/token/token', ['token', 'token'], '/token/token'],
    ['/api/stream/revocations/john', ['revocations', 'john'], '/revocations/john'],
    ['/api/stream/a/revocations/john', ['a', 'revocations', 'john'], '/a/revocations/john'],
    ['/api/stream/revocations/a%20b', ['revocations', 'a b'], '/revocations/a%20b'],
    ['/api/stream/revocations/a%20b', ['revocations', 'a%20b'], '/revocations/a%20b'],
    ['/api/stream/%74oken', ['token'], '/%74oken'],
    ['/api/stream/%74oken', ['%74oken'], '/%74oken'],
    ['/api/stream/%zz', ['%zz'], '/%zz'],
  ])('B6: of %s with the segments %j is %s', (pathname, segments, path) => {
    expect(routePath(pathname, segments)).toBe(path)
  })

  it.each([
    ['/api/get-token', ['token'], '/token'],
    ['/', ['token'], '/token'],
    ['/v1/users/john', ['revocations', 'john'], '/revocations/john'],
    ['/v1/users/a%20b', ['revocations', 'a b'], '/revocations/a%20b'],
    ['/v1/users/a%20b', ['revocations', 'a%20b'], '/revocations/a%20b'],
    ['/api/token', ['1', 'token'], '/1/token'],
    ['/api/x', ['token/x'], '/token%2Fx'],
    ['/api/x', ['a', '/token'], '/a/%2Ftoken'],
  ])('B3: of %s, which was rewritten to the segments %j, is %s', (pathname, segments, path) => {
    expect(routePath(pathname, segments)).toBe(path)
  })

  it.each([
    ['/api/stream/token', '/token'],
    ['/api/stream/token/', '/token'],
    ['/api/stream/guest', '/guest'],
    ['/api/stream/revocations', '/revocations'],
    ['/api/stream/revocations/john', '/revocations/john'],
    ['/api/stream/revocations/token', '/revocations/token'],
    ['/api/stream/xtoken', ''],
    ['/api/stream', ''],
    ['/', ''],
  ])('of %s in a file without a catch-all segment is %j', (pathname, path) => {
    expect(routePath(pathname, undefined)).toBe(path)
  })
})

describe('catchAllOf', () => {
  it.each([
    [{ stream: ['token'] }, ['token']],
    [{ setting: 'a', stream: ['1', 'token'] }, ['1', 'token']],
    [{ stream: [] }, undefined],
    [{ id: 'token' }, undefined],
    [{ stream: [1] }, undefined],
    [{}, undefined],
    [undefined, undefined],
    [null, undefined],
    ['token', undefined],
  ])('finds the segments of the parameters %j: %j', (params, segments) => {
    expect(catchAllOf(params)).toEqual(segments)
  })
})
