import { describe, expect, it } from 'vitest'
import { cutoffOf, effectiveCutoff, isBlocked, isCutOff, later } from '../../src/cutoffs/is-revoked.js'
import type { RevocationState, Versioned } from '../../src/cutoffs/store.js'
import { reasonOf } from '../fixture/caught.js'
import { fixedProvider, NOW, SECRET } from '../fixture/fixed-provider.js'
import { signed } from '../fixture/hostile-recipes.js'
import { pair, readingStore } from '../fixture/store-doubles.js'

const T = NOW - 100

describe('isCutOff', () => {
  it.each<[number | undefined, RevocationState, boolean, boolean]>([
    // iat, state, with tokensWithoutIat 'revoked', with 'valid'
    [T, {}, false, false],
    [T, { user: pair(T + 1) }, true, true],
    [T, { user: pair(T + 0.001) }, true, true],
    [T, { user: pair(T) }, false, false],
    [T, { user: pair(T - 0.001) }, false, false],
    [T, { user: pair(T + 1, 2) }, false, false],
    [T, { user: pair(T + 1, 3) }, true, true],
    [T, { app: pair(T + 1) }, true, true],
    [T, { app: pair(T + 0.001) }, true, true],
    [T, { app: pair(T) }, false, false],
    [T, { app: pair(T + 1, 2) }, false, false],
    [T, { floor: T + 1 }, true, true],
    [T, { floor: T }, false, false],
    [T, { user: pair(T - 1), app: pair(T + 1) }, true, true],
    [T, { user: pair(T + 1), app: pair(T - 1) }, true, true],
    [T, { user: pair(T - 1), app: pair(T) }, false, false],
    [T, { app: pair(T - 1), floor: T + 1 }, true, true],
    [T, { app: pair(T + 1), floor: T - 1 }, true, true],
    [T, { app: pair(T + 1, 2), floor: T - 1 }, false, false],
    [T + 0.4, { user: pair(T + 0.5) }, true, true],
    [T + 0.5, { user: pair(T + 0.5) }, false, false],
    [0, { user: pair(0) }, false, false],
    [0, { user: pair(0.5) }, true, true],
    [-1, { app: pair(0) }, true, true],
    [undefined, {}, false, false],
    [undefined, { user: pair(T) }, true, false],
    [undefined, { user: pair(0) }, true, false],
    [undefined, { user: pair(T, 2) }, false, false],
    [undefined, { app: pair(T) }, true, true],
    [undefined, { app: pair(0) }, true, true],
    [undefined, { app: pair(T, 2) }, false, false],
    [undefined, { floor: 0 }, true, true],
    [undefined, { user: pair(T), app: pair(T) }, true, true],
    [T, { block: pair('forever') }, false, false],
  ])("with iat %s and %o returns %s, or %s for 'valid'", (issuedAt, state, revoked, valid) => {
    expect(isCutOff(issuedAt, state, 'revoked')).toBe(revoked)
    expect(isCutOff(issuedAt, state, 'valid')).toBe(valid)
  })
})

describe('isBlocked', () => {
  it.each<[RevocationState, boolean]>([
    [{}, false],
    [{ user: pair(NOW + 5), app: pair(NOW + 5), floor: NOW + 5 }, false],
    [{ block: pair('forever') }, true],
    [{ block: pair('forever', 2) }, false],
    [{ block: pair(NOW + 0.001) }, true],
    [{ block: pair(NOW + 0.001, 2) }, false],
    [{ block: pair(NOW) }, false],
    [{ block: pair(0) }, false],
  ])('with %o returns %s', (state, blocked) => {
    expect(isBlocked(state, NOW)).toBe(blocked)
  })
})

describe('effectiveCutoff', () => {
  it.each<[RevocationState, number | undefined]>([
    [{}, undefined],
    [{ user: pair(0) }, 0],
    [{ app: pair(0) }, 0],
    [{ floor: 0 }, 0],
    [{ user: pair(-5), app: pair(0) }, 0],
    [{ user: pair(5), app: pair(3) }, 5],
    [{ user: pair(5), app: pair(3), floor: 7 }, 7],
    [{ user: pair(5), floor: 4 }, 5],
    [{ user: pair(5, 2), app: pair(3) }, 3],
    [{ user: pair(5, 2) }, undefined],
    [{ user: pair(5, 2), floor: 4 }, 4],
  ])('of %o returns %s', (state, cutoff) => {
    expect(effectiveCutoff(state)).toBe(cutoff)
  })
})

describe('cutoffOf', () => {
  it.each<[Versioned | undefined, number | undefined]>([
    [undefined, undefined],
    [pair(5), 5],
    [pair(5, 2), undefined],
    [pair('forever'), Number.POSITIVE_INFINITY],
    [pair('forever', 2), undefined],
  ])('of %o returns %s', (one, cutoff) => {
    expect(cutoffOf(one)).toBe(cutoff)
  })
})

describe('the order of the checks', () => {
  const token = (claims: object) => signed('{"alg":"HS256","typ":"JWT"}', JSON.stringify(claims), SECRET)
  const expired = { iat: NOW - 200, exp: NOW - 100 }
  const everything: RevocationState = { user: pair(NOW), app: pair(NOW), block: pair('forever') }

  it.each<[string, object, 'user' | 'server', RevocationState, string]>([
    ['kind before time', { server: true, ...expired }, 'user', {}, 'token_wrong_kind'],
    ['kind before time', { user_id: 'john', ...expired }, 'server', {}, 'token_wrong_kind'],
    ['kind before revocation', { user_id: 'john' }, 'server', everything, 'token_wrong_kind'],
    ['expiry before revocation', { user_id: 'john', ...expired }, 'user', everything, 'token_expired'],
    ['nbf before revocation', { user_id: 'john', nbf: NOW + 9 }, 'user', everything, 'token_not_yet_valid'],
    [
      'iat before revocation',
      { user_id: 'john', iat: NOW + 9 },
      'user',
      everything,
      'token_used_before_issued',
    ],
    ['revocation last', { user_id: 'john', iat: NOW - 9 }, 'user', everything, 'token_revoked'],
    ['a block alone', { user_id: 'john', iat: NOW }, 'user', { block: pair('forever') }, 'token_revoked'],
  ])('is %s', async (_name, claims, kind, state, reason) => {
    const provider = fixedProvider({ revocations: readingStore(() => state) })
    // One call per kind: each has its own type.
    const read =
      kind === 'user' ? provider.verifyToken(token(claims)) : provider.verifyToken(token(claims), { kind })
    expect(await reasonOf(read)).toBe(reason)
  })

  it('reads no cutoffs for a server token, nor for a user before all other checks pass', async () => {
    const read: (string | undefined)[] = []
    const provider = fixedProvider({
      revocations: readingStore(userId => {
        read.push(userId)
        return everything
      }),
    })
    await provider.verifyToken(token({ server: true }), { kind: 'server' })
    const bad = [
      token({ user_id: 'john', ...expired }),
      token({ user_id: 'john', iat: NOW + 9 }),
      token({ server: true }),
      token({ user_id: 'a b' }),
      `${token({ user_id: 'john' }).slice(0, -3)}AAA`,
    ]
    for (const one of bad) await reasonOf(provider.verifyToken(one))
    expect(read).toEqual([])
    await reasonOf(provider.verifyToken(token({ user_id: 'john' })))
    expect(read).toEqual(['john'])
  })
})

describe('maxTokenAge', () => {
  const provider = fixedProvider({ maxTokenAge: 60, streamApi: false })
  const token = (iat?: number) =>
    signed('{"alg":"HS256"}', JSON.stringify({ user_id: 'john', ...(iat !== undefined && { iat }) }), SECRET)

  it.each([
    [NOW, true],
    [NOW - 60, true],
    [NOW - 61, false],
    [NOW - 60.001, false],
    [undefined, false],
  ])('of 60 s accepts a token with iat %s: %s', async (iat, accepted) => {
    if (accepted) expect(await provider.verifyToken(token(iat))).toHaveProperty('userId', 'john')
    else expect(await reasonOf(provider.verifyToken(token(iat)))).toBe('token_expired')
  })

  it('does not apply to server tokens, which carry no iat', async () => {
    const server = await provider.createServerToken()
    expect(await provider.verifyToken(server, { kind: 'server' })).toHaveProperty('kind', 'server')
  })
})

describe('later', () => {
  it.each([
    [undefined, undefined, undefined],
    [0, undefined, 0],
    [-1, 0, 0],
    [5, 5.001, 5.001],
    [5, 5, 5],
  ])('of %s and %s is %s', (one, other, expected) => {
    expect([later(one, other), later(other, one)]).toEqual([expected, expected])
  })
})
