import { describe, expect, it, onTestFinished } from 'vitest'
import { type CheckedIdentity, parseIdentity } from '../../src/endpoint/identity.js'
import { refusal } from '../fixture/caught.js'
import { NOW } from '../fixture/fixed-provider.js'

const parse = (result: unknown): CheckedIdentity | undefined => parseIdentity(result, NOW)

describe('parseIdentity', () => {
  it.each([[null], [undefined], [false]])('treats %s as not signed in', result => {
    expect(parse(result)).toBeUndefined()
  })

  it('accepts a user id', () => {
    expect(parse('john')).toEqual({ id: 'john' })
  })

  it.each([
    [{ id: 'john' }],
    [{ id: '__proto__' }],
    [
      {
        id: 'john',
        expiresIn: undefined,
        role: undefined,
        callCids: undefined,
        channelCids: undefined,
        claims: undefined,
      },
    ],
    [
      {
        id: 'john',
        expiresIn: 60,
        role: 'host',
        callCids: ['default:1'],
        channelCids: ['messaging:1'],
        claims: { team: 'red' },
      },
    ],
    [{ id: 'john', expiresIn: null }],
    [Object.assign(Object.create(null), { id: 'john' })],
    [Object.freeze({ id: 'john' })],
  ])('accepts the user %j', result => {
    const { claims, ...members } = result
    const written = claims === undefined ? {} : { claims: JSON.stringify(claims).slice(1, -1) }
    expect(parse(result)).toEqual({ ...members, ...written })
  })

  it('copies the result, so that later changes to the object have no effect', () => {
    const result = { id: 'john', role: 'host', callCids: ['default:1'], claims: { teams: [{ name: 'red' }] } }
    const identity = parse(result)
    Object.assign(result, { id: 'jane', role: 'admin' })
    result.callCids.push('default:2')
    for (const team of result.claims.teams) team.name = 'blue'
    expect(identity).toEqual({
      id: 'john',
      role: 'host',
      callCids: ['default:1'],
      claims: '"teams":[{"name":"red"}]',
    })
  })

  it.each([
    ['an empty string', ''],
    ['a space', ' '],
    ['true', true],
    ['zero', 0],
    ['a number', 42],
    ['NaN', Number.NaN],
    ['a bigint', 7n],
    ['a symbol', Symbol('john')],
    ['a function', () => 'john'],
    ['a list', ['john']],
    ['an empty object', {}],
    ['a String object', Object('john')],
    ['a Date', new Date(0)],
    ['a Map', new Map([['id', 'john']])],
    ['a numeric id', { id: 42 }],
    ['an id that is null', { id: null }],
    ['an empty id', { id: '' }],
    ['an id with a space', { id: 'john doe' }],
    ['an id of 256 characters', { id: 'j'.repeat(256) }],
    ['an email address with a dot', 'john@a.example'],
    ['user_id instead of id', { user_id: 'john' }],
    ['an unknown member', { id: 'john', user_id: 'jane' }],
    ['a whole user record', { id: 'john', name: 'John', passwordHash: 'x' }],
    ['exp', { id: 'john', exp: 1 }],
    ['a lifetime of zero', { id: 'john', expiresIn: 0 }],
    ['a lifetime in milliseconds', { id: 'john', expiresIn: 3_600_000_000 }],
    ['a lifetime that is a string', { id: 'john', expiresIn: '60' }],
    ['a lifetime of NaN', { id: 'john', expiresIn: Number.NaN }],
    ['an empty role', { id: 'john', role: '' }],
    ['an empty list of calls', { id: 'john', callCids: [] }],
    ['channels that are a string', { id: 'john', channelCids: 'messaging:1' }],
    ['a reserved claim', { id: 'john', claims: { user_id: 'jane' } }],
    ['the claim of a server token', { id: 'john', claims: { server: true } }],
    ['a claim that is not JSON', { id: 'john', claims: { at: new Date(0) } }],
    ['claims that are null', { id: 'john', claims: null }],
    ['__proto__', JSON.parse('{"id":"john","__proto__":{"role":"admin"}}')],
  ])('refuses %s', async (_name, result) => {
    expect((await refusal(() => parse(result))).reason).toBe('identity_invalid')
  })

  it.each<[string, unknown, number]>([
    ['seconds', NOW - 60, NOW - 60],
    ['fractional seconds', NOW - 60.25, NOW - 60.25],
    ['0', 0, 0],
    ['5 s ahead', NOW + 5, NOW + 5],
    ['a Date', new Date((NOW - 60.25) * 1000), NOW - 60.25],
    ['RFC 3339', '2027-01-15T07:59:00.250Z', NOW - 59.75],
    ['RFC 3339 with an offset', '2027-01-15T08:59:00+01:00', NOW - 60],
  ])('D6: accepts signedInAt as %s', (_what, signedInAt, expected) => {
    expect(parse({ id: 'john', signedInAt })).toEqual({ id: 'john', signedInAt: expected })
  })

  it.each<[string, unknown]>([
    ['milliseconds', (NOW - 60) * 1000],
    ['over 5 s ahead', NOW + 5.001],
    ['an expiry', NOW + 3600],
    ['a Date that is an expiry', new Date((NOW + 3600) * 1000)],
    ['RFC 3339 of an expiry', '2027-01-15T09:00:00Z'],
    ['NaN', Number.NaN],
    ['infinity', Number.NEGATIVE_INFINITY],
    ['an invalid Date', new Date(Number.NaN)],
    ['a date without a time', '2027-01-15'],
    ['a time without a zone', '2027-01-15T07:59:00'],
    ['seconds as a string', String(NOW - 60)],
    ['a bigint', BigInt(NOW - 60)],
    ['null', null],
    ['true', true],
    ['an object', {}],
    ['a function', () => NOW],
  ])('D6: refuses signedInAt as %s, and names the rule', async (_what, signedInAt) => {
    const { reason, message } = await refusal(() => parse({ id: 'john', signedInAt }))
    expect([reason, message]).toEqual([
      'identity_invalid',
      'verifyUser: signedInAt must be when the user signed in: seconds since 1970 (not milliseconds, not an expiry), a Date, or an RFC 3339 string with a time zone.',
    ])
  })

  it('names every broken rule and no value', async () => {
    const { message } = await refusal(() =>
      parse({ id: 'the canary', expiresIn: 'canary', role: '', claims: { sub: 'canary' } }),
    )
    expect(message).toMatch(
      /^verifyUser: a user id has .*; expiresIn must be .*; role must be .*; claims must not .* sub\.$/,
    )
    expect(message).not.toContain('canary')
  })

  it.each([undefined, null, Number.NaN, true, false, {}])(
    'A2: refuses String(%s), which is nobody, as the id and as a member, and names the value',
    async nobody => {
      const id = String(nobody)
      const message = `verifyUser: "${id}" is what a missing id becomes in String(): check for nobody before.`
      for (const result of [id, { id }]) {
        expect(await refusal(() => parse(result))).toMatchObject({
          reason: 'identity_invalid',
          message,
        })
      }
    },
  )

  it.each<[string, unknown, string]>([
    ['a number', 42, 'it returned a number: use String(id)'],
    ['NaN', Number.NaN, 'it returned a number: use String(id)'],
    ['a bigint', 42n, 'it returned a bigint: use String(id)'],
    ['true', true, "it returned true: return the user's id, or null if nobody is signed in"],
    ['a symbol', Symbol('x'), "it returned a symbol: return the user's id"],
    ['a function', () => 'john', "it returned a function: return the user's id"],
    ['a list', ['john'], 'it returned a list: return one id'],
    [
      'a function with an id',
      Object.assign(() => 'john', { id: 'john' }),
      "it returned a function: return the user's id",
    ],
    ['a list with an id', Object.assign(['john'], { id: 'john' }), 'it returned a list: return one id'],
    ['an empty object', {}, "it returned an object without id: return the user's id"],
    ['a session', { user: { id: 'john' } }, "it returned an object without id: return the user's id"],
    ['an Error', new Error('x'), "it returned an object without id: return the user's id"],
    ['an ObjectId of MongoDB', { _bsontype: 'ObjectId' }, 'it returned a database id: use String(id)'],
    ['an old ObjectId', { toHexString: () => 'ab' }, 'it returned a database id: use String(id)'],
    ['an id that is a number', { id: 42 }, 'its id is a number: use String(id)'],
    [
      'an id that is an ObjectId',
      { id: { _bsontype: 'ObjectId' } },
      'its id is a database id: use String(id)',
    ],
    [
      'an id that is null',
      { id: null },
      'its id is null: return null instead of an object if nobody is signed in',
    ],
    [
      'a whole user',
      { id: 'john', email: 'a@b.example', createdAt: 1 },
      'it returned a whole user (email, createdAt): return user.id',
    ],
    [
      'a whole user with a numeric id',
      { id: 42, email: 'a@b.example' },
      'it returned a whole user, and its id is a number: use String(id)',
    ],
    [
      'a whole user with an id that Stream refuses',
      { id: 'auth0|42', email: 'a@b.example' },
      'it returned a whole user: return user.id, and a user id has 1 to 255 letters, digits, @, _ or -',
    ],
    [
      'a whole user with many members and names that nobody types',
      { id: 'john', ...Object.fromEntries('a b c d e f'.split(' ').map(name => [name, 1])), 'é\n': 1 },
      'it returned a whole user (a, b, c, d, e, ...): return user.id',
    ],
    [
      'names that are not plain at one end, or too long',
      { id: 'john', éa: 1, aé: 1, ['n'.repeat(41)]: 1 },
      'it returned a whole user (...): return user.id',
    ],
    [
      'names of another language alone',
      { id: 'john', 名前: 1 },
      'it returned a whole user (...): return user.id',
    ],
  ])('A6: says what %s is, and what to return instead', async (_what, result, words) => {
    const { message } = await refusal(() => parse(result))
    expect(message).toBe(`verifyUser: ${words}.`)
    expect(message).toMatch(/^[ -~]*$/)
  })

  it('A7: uses what it has checked, not what a getter returns the second time', () => {
    const ids = ['john', 'admin']
    const lifetimes = [60, null]
    const result = {
      get id() {
        return ids.shift()
      },
      get expiresIn() {
        return lifetimes.shift()
      },
    }
    expect(parse(result)).toEqual({ id: 'john', expiresIn: 60 })
  })

  it('A7: accepts an accessor of a class, but nothing that an old library has added to Object.prototype', () => {
    class User {
      get id() {
        return 'john'
      }
    }
    onTestFinished(() => {
      for (const name of ['id', 'role', 'expiresIn', 'extend']) Reflect.deleteProperty(Object.prototype, name)
    })
    expect(parse(new User())).toEqual({ id: 'john' })
    Object.assign(Object.prototype, { id: 'admin', role: 'admin', expiresIn: null, extend: () => 1 })
    for (const result of ['john', { id: 'john' }])
      expect(parse(result)).toMatchObject({ id: 'john', role: undefined, expiresIn: undefined })
    expect(() => parse({})).toThrow('it returned an object without id')
  })
})
