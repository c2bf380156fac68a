import { describe, expect, it } from 'vitest'
import { parseIdentity } from '../../src/endpoint/identity.js'
import { refusal } from '../fixture/caught.js'

describe('parseIdentity', () => {
  it.each([[null], [undefined], [false]])('treats %s as not signed in', result => {
    expect(parseIdentity(result)).toBeUndefined()
  })

  it('accepts a user id', () => {
    expect(parseIdentity('john')).toEqual({ id: 'john' })
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
    expect(parseIdentity(result)).toEqual(result)
  })

  it('copies the result, so that later changes to the object have no effect', () => {
    const result = { id: 'john', role: 'host', callCids: ['default:1'], claims: { teams: [{ name: 'red' }] } }
    const identity = parseIdentity(result)
    Object.assign(result, { id: 'jane', role: 'admin' })
    result.callCids.push('default:2')
    for (const team of result.claims.teams) team.name = 'blue'
    expect(identity).toEqual({
      id: 'john',
      role: 'host',
      callCids: ['default:1'],
      claims: { teams: [{ name: 'red' }] },
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
    expect((await refusal(() => parseIdentity(result))).reason).toBe('identity_invalid')
  })

  it('names every broken rule and no value', async () => {
    const { message } = await refusal(() =>
      parseIdentity({
        id: 'the canary',
        expiresIn: 'canary',
        role: '',
        claims: { sub: 'canary' },
        extra: 'canary',
      }),
    )
    expect(message).toMatch(
      /^verifyUser: unknown member extra; expiresIn must be .*; role must be .*; claims must not .* sub; a user id has .*\.$/,
    )
    expect(message).not.toContain('canary')
  })
})
