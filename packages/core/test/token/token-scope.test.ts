import { describe, expect, it, onTestFinished } from 'vitest'
import { type CheckedScope, readScope } from '../../src/token/token-scope.js'
import { RESERVED } from '../fixture/reserved.js'

function read(scope: object): { readonly scope: CheckedScope; readonly errors: readonly string[] } {
  const errors: string[] = []
  return { scope: readScope(scope as Record<string, unknown>, errors), errors }
}

const errorsOf = (scope: object): readonly string[] => read(scope).errors
/** A list of one cid that reports another length. */
const lying = (length: unknown): unknown =>
  new Proxy(['default:1'], {
    get: (list, name) => (name === 'length' ? length : Reflect.get(list, name)),
  })
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])

describe('readScope', () => {
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
    [{ claims: { deep: nested(32) } }],
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

  it.each(RESERVED)('refuses a claim named %s', name => {
    const claims = Object.defineProperty({}, name, { value: 'x', enumerable: true })
    expect(errorsOf({ claims })).toContain(`claims must not contain the reserved name ${name}`)
  })

  it.each([
    ['a Date', new Date(0)],
    ['undefined in an array', [1, undefined]],
    ['33 levels of arrays', nested(33)],
  ])('refuses a claim that holds %s', (_name, value) => {
    expect(errorsOf({ claims: { value } })).toEqual([
      'claims must contain only JSON values, at most 32 levels deep',
    ])
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

  it('names every reserved name, also behind a claim that is not JSON', () => {
    expect(errorsOf({ claims: { f: () => 1, sub: 1, EXP: 2 } })).toEqual([
      'claims must not contain the reserved name sub',
      'claims must not contain a name that equals, without case, the reserved name exp',
      'claims must contain only JSON values, at most 32 levels deep',
    ])
  })

  it.each([[{ User_ID: 'admin', EXP: 9_999_999_999 }], [{ Server: true }], [{ 'u\u017fer_id': 'x' }]])(
    'A8: refuses the claims %j, which Go reads without case',
    claims => {
      expect(errorsOf({ claims })).toEqual(
        Object.keys(claims).map(() =>
          expect.stringMatching(/^claims must not .* without case, the reserved name /),
        ),
      )
    },
  )

  it('A8: accepts such names below the first level, where no reader looks for claims of the token', () => {
    expect(read({ claims: { deep: { User_ID: 'x', server: true } } })).toEqual({
      scope: expect.objectContaining({ claims: '"deep":{"User_ID":"x","server":true}' }),
      errors: [],
    })
  })

  it('shares nothing with the object that it has read', () => {
    const scope = { callCids: ['default:1'], claims: { teams: ['red'] } }
    const { scope: copy } = read(scope)
    scope.callCids.push('default:2')
    scope.claims.teams.push('blue')
    expect(copy).toMatchObject({ callCids: ['default:1'], claims: '"teams":["red"]' })
  })
})

describe('readScope, which reads each value once', () => {
  const CIDS_ERROR = ['callCids must list at least one type:id']

  it('A7: signs the members of claims with a toJSON that is not enumerable', () => {
    const claims = Object.defineProperty({ team: 'red' }, 'toJSON', { value: () => ({ user_id: 'admin' }) })
    expect(read({ claims })).toEqual({
      scope: expect.objectContaining({ claims: '"team":"red"' }),
      errors: [],
    })
  })

  it('A7: refuses claims with a toJSON of their own, a function, but not a claim of that name', () => {
    expect(errorsOf({ claims: { toJSON: () => ({ user_id: 'admin' }) } })).toHaveLength(1)
    expect(read({ claims: { toJSON: 'text' } }).scope.claims).toBe('"toJSON":"text"')
  })

  it.each<[string, unknown]>([
    ['two holes', new Array(2)],
    ['a hole after a cid', Object.assign(new Array(2), { 0: 'default:1' })],
    ['a billion holes', new Array(1_000_000_000)],
    ['a boxed string', [Object('default:1')]],
    ['a list-like object', { 0: 'default:1', length: 1 }],
    ['a length of NaN', lying(Number.NaN)],
    ['a negative length', lying(-1)],
    ['a length that is text', lying('none')],
    ['a length above its items', lying(3)],
  ])('A7: refuses callCids with %s', (_name, callCids) => {
    expect(errorsOf({ callCids })).toEqual(CIDS_ERROR)
  })

  it('A7: signs what it has checked, not what a getter returns the second time', () => {
    const once = <Value>(...values: Value[]) => ({ get: () => values.shift(), enumerable: true })
    const claims = Object.defineProperty({}, 'team', once<unknown>('red', { deep: 'blue' }))
    const cids = Object.defineProperty(['x'], 0, once('default:1', 'default:2'))
    const scope = Object.defineProperties(
      {},
      { role: once('host', 'admin'), callCids: once(cids, []), claims: once(claims, { user_id: 'admin' }) },
    )
    expect(read(scope)).toEqual({
      scope: { role: 'host', callCids: ['default:1'], channelCids: undefined, claims: '"team":"red"' },
      errors: [],
    })
  })

  it('A7: signs what it has checked, not what a proxy lists the second time', () => {
    let reads = 0
    const claims = new Proxy<Record<string, unknown>>(
      { team: 'red' },
      {
        ownKeys: () => (reads++ === 0 ? ['team'] : ['user_id']),
        get: (_target, name) => `${String(name)} ${reads}`,
      },
    )
    expect(read({ claims }).scope.claims).toBe('"team":"team 1"')
  })

  it('C14: ignores what an old library has added to Object.prototype', () => {
    onTestFinished(() => {
      for (const name of ['role', 'toJSON', 'extend']) Reflect.deleteProperty(Object.prototype, name)
    })
    Object.assign(Object.prototype, { role: 'admin', extend: () => 1, toJSON: () => ({ user_id: 'admin' }) })
    expect(read({ claims: { team: { name: 'red' } } })).toEqual({
      scope: {
        role: undefined,
        callCids: undefined,
        channelCids: undefined,
        claims: '"team":{"name":"red"}',
      },
      errors: [],
    })
  })
})
