import { describe, expect, it } from 'vitest'
import { parseIdentity } from '../../src/endpoint/identity.js'
import { refusal } from '../fixture/caught.js'

describe('parseIdentity', () => {
  it.each([[null], [undefined], [false]])('takes %s for: not signed in', answer => {
    expect(parseIdentity(answer)).toBeUndefined()
  })

  it('takes a user id', () => {
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
  ])('takes the user %j', answer => {
    expect(parseIdentity(answer)).toEqual(answer)
  })

  it('keeps what was answered, whatever becomes of the object', () => {
    const answer = { id: 'john', role: 'host', callCids: ['default:1'], claims: { teams: [{ name: 'red' }] } }
    const identity = parseIdentity(answer)
    Object.assign(answer, { id: 'jane', role: 'admin' })
    answer.callCids.push('default:2')
    for (const team of answer.claims.teams) team.name = 'blue'
    expect(identity).toEqual({
      id: 'john',
      role: 'host',
      callCids: ['default:1'],
      claims: { teams: [{ name: 'red' }] },
    })
  })

  it.each([
    ['an empty text', ''],
    ['a blank', ' '],
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
    ['an id of a number', { id: 42 }],
    ['an id of null', { id: null }],
    ['an empty id', { id: '' }],
    ['an id with a space', { id: 'john doe' }],
    ['an id of 256 characters', { id: 'j'.repeat(256) }],
    ['an id that is an address with dots', 'john@a.example'],
    ['a name Stream’s tokens have', { user_id: 'john' }],
    ['an unknown member', { id: 'john', user_id: 'jane' }],
    ['a whole user record', { id: 'john', name: 'John', passwordHash: 'x' }],
    ['exp', { id: 'john', exp: 1 }],
    ['a lifetime of nothing', { id: 'john', expiresIn: 0 }],
    ['a lifetime in milliseconds', { id: 'john', expiresIn: 3_600_000_000 }],
    ['a lifetime in text', { id: 'john', expiresIn: '60' }],
    ['a lifetime of NaN', { id: 'john', expiresIn: Number.NaN }],
    ['an empty role', { id: 'john', role: '' }],
    ['an empty list of calls', { id: 'john', callCids: [] }],
    ['channels in text', { id: 'john', channelCids: 'messaging:1' }],
    ['a reserved claim', { id: 'john', claims: { user_id: 'jane' } }],
    ['a claim that makes a server', { id: 'john', claims: { server: true } }],
    ['a claim that is no JSON', { id: 'john', claims: { at: new Date(0) } }],
    ['claims of null', { id: 'john', claims: null }],
    ['__proto__', JSON.parse('{"id":"john","__proto__":{"role":"admin"}}')],
  ])('refuses %s', async (_name, answer) => {
    expect((await refusal(() => parseIdentity(answer))).reason).toBe('identity_invalid')
  })

  it('names every rule, and no value', async () => {
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
      /^verifyUser: unknown member extra; expiresIn is .*; role is .*; claims may not .* sub; a user id has .*\.$/,
    )
    expect(message).not.toContain('canary')
  })
})
