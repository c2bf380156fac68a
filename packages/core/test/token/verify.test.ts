import { describe, expect, it } from 'vitest'
import { caught, reasonOf, refusal } from '../fixture/caught.js'
import { fixedProvider, NOW, SECRET } from '../fixture/fixed-provider.js'
import { signed } from '../fixture/hostile-recipes.js'

const HEADER = '{"alg":"HS256","typ":"JWT"}'
const provider = fixedProvider()
const token = (claims: object, secret = SECRET): string => signed(HEADER, JSON.stringify(claims), secret)
const outcomeOf = (claims: object, at = NOW, clockTolerance = 0): Promise<string> =>
  fixedProvider({ clock: () => at * 1000, clockTolerance })
    .verifyToken(token(claims))
    .then(
      () => 'valid',
      error => error.reason,
    )

describe('verifyToken', () => {
  it('returns the contents of a token', async () => {
    const minted = await provider.createToken('john', {
      role: 'host',
      callCids: ['default:1'],
      claims: { team: 'red' },
    })
    expect(await provider.verifyToken(minted)).toEqual({
      kind: 'user',
      userId: 'john',
      issuedAt: NOW - 5,
      expiresAt: NOW + 3600,
      role: 'host',
      callCids: ['default:1'],
      claims: {
        user_id: 'john',
        exp: NOW + 3600,
        iat: NOW - 5,
        role: 'host',
        call_cids: ['default:1'],
        team: 'red',
      },
    })
  })

  it('expects a user token unless kind says otherwise', async () => {
    const server = await provider.createServerToken()
    const user = await provider.createToken('john')
    expect(await reasonOf(provider.verifyToken(server))).toBe('token_wrong_kind')
    expect(await reasonOf(provider.verifyToken(server, { kind: 'user' }))).toBe('token_wrong_kind')
    expect(await reasonOf(provider.verifyToken(user, { kind: 'server' }))).toBe('token_wrong_kind')
    await expect(provider.verifyToken(server, { kind: 'server' })).resolves.toEqual({
      kind: 'server',
      claims: { server: true },
    })
  })

  it.each([
    [null, 'the options must be an object.'],
    [{ kind: 'admin' }, "kind must be 'user' or 'server'."],
    [{ kind: null }, "kind must be 'user' or 'server'."],
    [{ kind: ['user'] }, "kind must be 'user' or 'server'."],
  ])('refuses the options %j', async (options, message) => {
    expect(await refusal(provider.verifyToken('x', options as never))).toMatchObject({
      reason: 'config_invalid',
      message,
    })
  })

  it.each([[undefined], [null], [12], [{}], [['a.b.c']], [Object('a.b.c')], [Symbol('s')], [1n]])(
    'refuses the token %s as malformed',
    async input => {
      expect(await reasonOf(provider.verifyToken(input))).toBe('token_malformed')
    },
  )

  it.each([
    ['one second before exp', { exp: NOW + 1 }, 'valid'],
    ['at exp', { exp: NOW }, 'token_expired'],
    ['at nbf', { nbf: NOW }, 'valid'],
    ['one second before nbf', { nbf: NOW + 1 }, 'token_not_yet_valid'],
    ['at iat', { iat: NOW }, 'valid'],
    ['one second before iat', { iat: NOW + 1 }, 'token_used_before_issued'],
    ['half a second before exp', { exp: NOW + 0.5 }, 'valid'],
    ['half a second after exp', { exp: NOW - 0.5 }, 'token_expired'],
    ['after exp and before nbf', { exp: NOW - 1, nbf: NOW + 1 }, 'token_expired'],
    ['before nbf and iat', { nbf: NOW + 1, iat: NOW + 1 }, 'token_not_yet_valid'],
  ])('checks a token %s', async (_name, times, expected) => {
    expect(await outcomeOf({ user_id: 'john', ...times })).toBe(expected)
  })

  it.each([
    ['exp', { exp: NOW - 10 }, 'token_expired'],
    ['nbf', { nbf: NOW + 10 }, 'token_not_yet_valid'],
    ['iat', { iat: NOW + 10 }, 'token_used_before_issued'],
  ])('allows clockTolerance for %s, and no more', async (_name, times, reason) => {
    const claims = { user_id: 'john', ...times }
    expect(await outcomeOf(claims, NOW, 10)).toBe(reason === 'token_expired' ? reason : 'valid')
    expect(await outcomeOf(claims, NOW, 10.5)).toBe('valid')
    expect(await outcomeOf(claims, NOW, 9)).toBe(reason)
  })

  it('compares with fractions of a second', async () => {
    expect(await outcomeOf({ user_id: 'john', exp: NOW }, NOW - 0.001)).toBe('valid')
    expect(await outcomeOf({ user_id: 'john', iat: NOW }, NOW - 0.001)).toBe('token_used_before_issued')
  })

  it('checks the signature before any claim', async () => {
    for (const claims of [{ user_id: 'john', exp: 1 }, {}, { server: true }, { user_id: 'john', iat: 'x' }]) {
      expect(await reasonOf(provider.verifyToken(token(claims, 'o'.repeat(32))))).toBe(
        'token_signature_invalid',
      )
    }
  })

  it('checks the types of claims before the kind, and the kind before the times', async () => {
    expect(await reasonOf(provider.verifyToken(token({ server: true, exp: 'x' })))).toBe('token_malformed')
    expect(await reasonOf(provider.verifyToken(token({ server: true, exp: 1 })))).toBe('token_wrong_kind')
  })

  it('accepts a token of exactly maxTokenBytes, and refuses a longer one', async () => {
    const padded = (length: number): string => token({ user_id: 'john', pad: 'x'.repeat(length) })
    const limit = padded(300).length
    const reader = fixedProvider({ maxTokenBytes: limit })
    await expect(reader.verifyToken(padded(300))).resolves.toHaveProperty('userId', 'john')
    expect(await reasonOf(reader.verifyToken(padded(301)))).toBe('token_malformed')
  })

  it.each([
    ['a string', '"john"'],
    ['an array', '["john"]'],
    ['null', 'null'],
    ['a repeated name', '{"user_id":"a","user_id":"b"}'],
    ['two objects', '{"user_id":"a"}{}'],
    ['a byte order mark', '\ufeff{"user_id":"a"}'],
    ['an empty string', ''],
  ])('refuses a signed payload as malformed: %s', async (_name, payload) => {
    expect(await reasonOf(provider.verifyToken(signed(HEADER, payload, SECRET)))).toBe('token_malformed')
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses every token while the clock reads %s',
    async reading => {
      const broken = fixedProvider({ clock: () => reading })
      for (const claims of [{ user_id: 'john' }, { user_id: 'john', exp: NOW + 60, iat: NOW - 60 }]) {
        expect(await reasonOf(broken.verifyToken(token(claims)))).toBe('internal_error')
      }
      expect(await reasonOf(broken.createToken('john'))).toBe('internal_error')
    },
  )

  it('returns the same result a thousand times', async () => {
    const [good, bad] = [await provider.createToken('john'), token({ user_id: 'jane' }, 'o'.repeat(32))]
    const results = new Set<string>()
    for (let round = 0; round < 1000; round++) {
      results.add((await provider.verifyToken(good)).userId)
      results.add(await reasonOf(provider.verifyToken(bad)))
    }
    expect([...results]).toEqual(['john', 'token_signature_invalid'])
  })

  it('returns the right user for each of 2,000 concurrent calls', async () => {
    const ids = Array.from({ length: 2000 }, (_, at) => `user-${at}`)
    const tokens = await Promise.all(ids.map(id => provider.createToken(id)))
    const read = await Promise.all(tokens.map(one => provider.verifyToken(one)))
    expect(read.map(({ userId }) => userId)).toEqual(ids)
  })

  it('rejects, and does not throw, for invalid options', async () => {
    const promise = provider.verifyToken('x', { kind: 'nobody' } as never)
    expect(promise).toBeInstanceOf(Promise)
    await caught(promise)
  })
})
