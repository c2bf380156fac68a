import { describe, expect, it } from 'vitest'
import { isUserId, RESERVED_CLAIMS, scopeErrors } from '../../src/token/claims.js'

const NONE = { role: undefined, callCids: undefined, channelCids: undefined, claims: undefined }
const faultsOf = (scope: object): string[] => scopeErrors({ ...NONE, ...scope })
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
  ])('takes %s', id => {
    expect(isUserId(id)).toBe(true)
  })

  it.each([
    ['nothing', ''],
    ['256 characters', 'j'.repeat(256)],
    ['a space', 'john doe'],
    ['a line end', 'john\n'],
    ['a dot', 'john.doe'],
    ['a colon', 'user:john'],
    ['a letter that is not ASCII', 'jöhn'],
    ['a full-width letter', 'ｊohn'],
    ['NUL', 'john\0'],
    ['a percent sign', 'john%20'],
    ['a number', 42],
    ['a list', ['john']],
    ['an object that turns into text', { toString: () => 'john' }],
    ['a String object', Object('john')],
    ['null', null],
    ['undefined', undefined],
  ])('does not take %s', (_name, id) => {
    expect(isUserId(id)).toBe(false)
  })
})

describe('RESERVED_CLAIMS', () => {
  it('holds the names of JWT and of Stream, and the one that pollutes', () => {
    expect([...RESERVED_CLAIMS].sort()).toEqual(
      'user_id server iat exp nbf iss sub aud jti scope role call_cids channel_cids resource action feed_id __proto__'
        .split(' ')
        .sort(),
    )
  })
})

describe('scopeErrors', () => {
  it('finds no fault with nothing', () => {
    expect(faultsOf({})).toEqual([])
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
  ])('finds no fault with %j', scope => {
    expect(faultsOf(scope)).toEqual([])
  })

  it.each([[''], [' \t'], [5], [null], [['host']], [{}]])('refuses the role %j', role => {
    expect(faultsOf({ role })).toEqual(['role is a text that is not blank'])
  })

  it.each([
    ['an empty list', []],
    ['text', 'default:1'],
    ['null', null],
    ['a cid without a type', [':1']],
    ['a cid without an id', ['default:']],
    ['a cid without a colon', ['default']],
    ['a cid with a space', ['default:a b']],
    ['a cid with a letter that is not ASCII', ['default:é']],
    ['a number', [1]],
    ['a bad cid behind a good one', ['default:1', '']],
  ])('refuses %s as callCids and as channelCids', (_name, cids) => {
    expect(faultsOf({ callCids: cids })).toEqual(['callCids lists at least one type:id'])
    expect(faultsOf({ channelCids: cids })).toEqual(['channelCids lists at least one type:id'])
  })

  it.each([[null], [[]], ['text'], [1], [() => ({})]])('refuses %j as claims', claims => {
    expect(faultsOf({ claims })).toEqual(['claims is an object'])
  })

  it.each([...RESERVED_CLAIMS])('refuses a claim named %s', name => {
    const claims = Object.defineProperty({}, name, { value: 'x', enumerable: true })
    expect(faultsOf({ claims })).toContain(`claims may not hold the reserved name ${name}`)
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
    ['undefined in a list', [1, undefined]],
    ['__proto__ further down', JSON.parse('{"a":{"__proto__":{}}}')],
    ['33 levels of lists', nested(33)],
  ])('refuses a claim that holds %s', (_name, value) => {
    expect(faultsOf({ claims: { value } })).toEqual(['claims holds JSON values only, at most 32 levels deep'])
  })

  it('refuses claims that hold themselves', () => {
    const claims: Record<string, unknown> = {}
    claims.self = claims
    expect(faultsOf({ claims })).toEqual(['claims holds JSON values only, at most 32 levels deep'])
  })

  it('names every fault, and no value', () => {
    const faults = faultsOf({
      role: '',
      callCids: ['canary'],
      channelCids: [],
      claims: { sub: 'canary', f: () => 'canary' },
    })
    expect(faults).toHaveLength(5)
    expect(faults.join()).not.toContain('canary')
  })
})
