import { describe, expect, it } from 'vitest'
import { isUserId, RESERVED_CLAIMS, scopeErrors } from '../../src/token/claims.js'

const NONE = { role: undefined, callCids: undefined, channelCids: undefined, claims: undefined }
const errorsOf = (scope: object): string[] => scopeErrors({ ...NONE, ...scope })
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])

describe('isUserId', () => {
  it.each([
    'a',
    'john',
    'JOHN',
    '42',
    '_',
    '-',
    '@',
    'a@b_c-1',
    'undefined',
    'null',
    '__proto__',
    'toString',
    'j'.repeat(255),
  ])('accepts %s', id => {
    expect(isUserId(id)).toBe(true)
  })

  it.each([
    ['an empty string', ''],
    ['256 characters', 'j'.repeat(256)],
    ['a space', 'john doe'],
    ['a line break', 'john\n'],
    ['a dot', 'john.doe'],
    ['a colon', 'user:john'],
    ['a letter that is not ASCII', 'jöhn'],
    ['a full-width letter', 'ｊohn'],
    ['NUL', 'john\0'],
    ['a percent sign', 'john%20'],
    ['a number', 42],
    ['an array', ['john']],
    ['an object that converts to a string', { toString: () => 'john' }],
    ['a String object', Object('john')],
    ['null', null],
    ['undefined', undefined],
  ])('refuses %s', (_name, id) => {
    expect(isUserId(id)).toBe(false)
  })
})

describe('RESERVED_CLAIMS', () => {
  it('lists the claims of JWT and of Stream, and __proto__', () => {
    expect([...RESERVED_CLAIMS].sort()).toEqual(
      'user_id server iat exp nbf iss sub aud jti scope role call_cids channel_cids resource action feed_id __proto__'
        .split(' ')
        .sort(),
    )
  })
})

describe('scopeErrors', () => {
  it('returns no error for an empty scope', () => {
    expect(errorsOf({})).toEqual([])
  })

  it.each([
    [{ role: 'host' }],
    [{ callCids: ['default:1'] }],
    [{ channelCids: ['messaging:general', 'team:a:b', '!members:x-1'] }],
    [{ claims: {} }],
    [
      {
        claims: {
          text: 'é',
          number: 1.5,
          flag: false,
          nothing: null,
          list: [1, [2]],
          object: { user_id: 'inner' },
        },
      },
    ],
    [{ claims: Object.assign(Object.create(null), { bare: true }) }],
    [{ claims: { toString: 'x', constructor: 'y' } }],
    [{ claims: { deep: nested(31) } }],
  ])('returns no error for %j', scope => {
    expect(errorsOf(scope)).toEqual([])
  })

  it.each([[''], [' \t'], [5], [null], [['host']], [{}]])('refuses the role %j', role => {
    expect(errorsOf({ role })).toEqual(['role must be a string that is not blank'])
  })

  it.each([
    ['an empty array', []],
    ['a string', 'default:1'],
    ['null', null],
    ['a cid without a type', [':1']],
    ['a cid without an id', ['default:']],
    ['a cid without a colon', ['default']],
    ['a cid with a space', ['default:a b']],
    ['a cid with a letter that is not ASCII', ['default:é']],
    ['a number', [1]],
    ['a bad cid after a good one', ['default:1', '']],
  ])('refuses %s as callCids and as channelCids', (_name, cids) => {
    expect(errorsOf({ callCids: cids })).toEqual(['callCids must list at least one type:id'])
    expect(errorsOf({ channelCids: cids })).toEqual(['channelCids must list at least one type:id'])
  })

  it.each([[null], [[]], ['text'], [1], [() => ({})]])('refuses %j as claims', claims => {
    expect(errorsOf({ claims })).toEqual(['claims must be an object'])
  })

  it.each([...RESERVED_CLAIMS])('refuses a claim named %s', name => {
    const claims = Object.defineProperty({}, name, { value: 'x', enumerable: true })
    expect(errorsOf({ claims })).toContain(`claims must not contain the reserved name ${name}`)
  })

  it.each([
    ['undefined', undefined],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a bigint', 1n],
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['a Date', new Date(0)],
    ['a Map', new Map()],
    ['bytes', new Uint8Array(1)],
    ['an object of a class', new (class Thing {})()],
    ['an object with a toJSON', { toJSON: () => ({}) }],
    ['undefined in an array', [1, undefined]],
    ['a nested __proto__', JSON.parse('{"a":{"__proto__":{}}}')],
    ['33 levels of arrays', nested(33)],
  ])('refuses a claim that holds %s', (_name, value) => {
    expect(errorsOf({ claims: { value } })).toEqual([
      'claims must contain only JSON values, at most 32 levels deep',
    ])
  })

  it('refuses circular claims', () => {
    const claims: Record<string, unknown> = {}
    claims.self = claims
    expect(errorsOf({ claims })).toEqual(['claims must contain only JSON values, at most 32 levels deep'])
  })

  it('names every error, and no value', () => {
    const errors = errorsOf({
      role: '',
      callCids: ['canary'],
      channelCids: [],
      claims: { sub: 'canary', f: () => 'canary' },
    })
    expect(errors).toHaveLength(5)
    expect(errors.join()).not.toContain('canary')
  })
})
