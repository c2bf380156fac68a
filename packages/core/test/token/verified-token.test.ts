import { describe, expect, it } from 'vitest'
import { MAX_NUMERIC_DATE } from '../../src/primitives/numeric-date.js'
import { readClaims } from '../../src/token/verified-token.js'
import { reasonOf } from '../fixture/caught.js'

describe('readClaims', () => {
  it('reads a user token that holds only the id', () => {
    const claims = { user_id: 'john' }
    expect(readClaims(claims)).toStrictEqual({ kind: 'user', userId: 'john', claims })
  })

  it('reads every member of a user token', () => {
    const claims = {
      user_id: 'john',
      exp: 20,
      iat: 10,
      role: 'host',
      call_cids: ['default:1'],
      channel_cids: ['a:1'],
      x: 1,
    }
    expect(readClaims(claims)).toStrictEqual({
      kind: 'user',
      userId: 'john',
      issuedAt: 10,
      expiresAt: 20,
      role: 'host',
      callCids: ['default:1'],
      channelCids: ['a:1'],
      claims,
    })
  })

  it('reads a server token', () => {
    expect(readClaims({ server: true })).toStrictEqual({ kind: 'server', claims: { server: true } })
    expect(readClaims({ server: true, iat: 1, exp: 2 })).toMatchObject({
      kind: 'server',
      issuedAt: 1,
      expiresAt: 2,
    })
  })

  it('reads a user token with server: false', () => {
    expect(readClaims({ user_id: 'john', server: false })).toHaveProperty('kind', 'user')
  })

  it.each([
    ['neither an id nor server', {}],
    ['both an id and server', { user_id: 'john', server: true }],
    ['server with a null id', { user_id: null, server: true }],
    ['server as a string', { server: 'true' }],
    ['server as 1', { server: 1 }],
    ['server as null', { user_id: 'john', server: null }],
    ['server: false without an id', { server: false }],
    ['an id as a number', { user_id: 42 }],
    ['an id in an array', { user_id: ['john'] }],
    ['an empty id', { user_id: '' }],
    ['an id with a space', { user_id: 'john doe' }],
  ])('refuses %s', async (_name, claims) => {
    expect(await reasonOf(() => readClaims(claims))).toBe('token_malformed')
  })

  it.each([
    [{ user_id: 'john', User_ID: 'admin' }],
    [{ user_id: 'john', EXP: 9_999_999_999 }],
    [{ user_id: 'john', Server: true }],
    [{ user_id: 'john', 'u\u017fer_id': 'x' }],
    [{ User_ID: 'john' }],
    [{ server: true, '\u017ferver': false }],
  ])('A8: refuses the claims %j, which a reader that ignores case reads otherwise', async claims => {
    expect(await reasonOf(() => readClaims(claims))).toBe('token_malformed')
  })

  it('A8: accepts such names below the first level', () => {
    expect(readClaims({ user_id: 'john', a: { User_ID: 'admin', EXP: 1 } })).toHaveProperty('userId', 'john')
  })

  it.each(['exp', 'iat', 'nbf'])('accepts any finite number as %s and nothing else', async name => {
    for (const good of [0, -5, 1.5, 1_800_000_000, MAX_NUMERIC_DATE, undefined]) {
      expect(readClaims({ user_id: 'john', [name]: good })).toHaveProperty('kind', 'user')
      expect(readClaims({ server: true, [name]: good })).toHaveProperty('kind', 'server')
    }
    for (const bad of [
      '1800000000',
      null,
      true,
      [],
      {},
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
    ]) {
      expect(await reasonOf(() => readClaims({ user_id: 'john', [name]: bad }))).toBe('token_malformed')
      expect(await reasonOf(() => readClaims({ server: true, [name]: bad }))).toBe('token_malformed')
    }
  })

  it('refuses an exp after the year 9999, which is probably in milliseconds', async () => {
    expect(await reasonOf(() => readClaims({ user_id: 'john', exp: MAX_NUMERIC_DATE + 1 }))).toBe(
      'token_malformed',
    )
  })

  it.each([
    ['role', [1, null, ['host'], {}]],
    ['call_cids', ['default:1', 1, null, {}, [1], ['a:1', null]]],
    ['channel_cids', ['messaging:1', 1, null, {}, [1], ['a:1', null]]],
  ])('refuses a %s of another type', async (name, values) => {
    for (const value of values) {
      expect(await reasonOf(() => readClaims({ user_id: 'john', [name]: value }))).toBe('token_malformed')
    }
  })
})
