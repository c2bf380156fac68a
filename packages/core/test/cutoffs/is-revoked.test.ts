import { describe, expect, it } from 'vitest'
import { effectiveCutoff, isBlocked, isCutOff } from '../../src/cutoffs/is-revoked.js'
import type { Cutoffs } from '../../src/cutoffs/store.js'
import { reasonOf } from '../fixture/caught.js'
import { fixedProvider, NOW, SECRET } from '../fixture/fixed-provider.js'
import { signed } from '../fixture/hostile-recipes.js'
import { readingStore } from '../fixture/store-doubles.js'

const T = NOW - 100

describe('isCutOff', () => {
  it.each<[number | undefined, Cutoffs, boolean, boolean]>([
    // iat, cutoffs, with tokensWithoutIat 'revoked', with 'valid'
    [T, {}, false, false],
    [T, { user: T + 1 }, true, true],
    [T, { user: T + 0.001 }, true, true],
    [T, { user: T }, false, false],
    [T, { user: T - 0.001 }, false, false],
    [T, { app: T + 1 }, true, true],
    [T, { app: T + 0.001 }, true, true],
    [T, { app: T }, false, false],
    [T, { user: T - 1, app: T + 1 }, true, true],
    [T, { user: T + 1, app: T - 1 }, true, true],
    [T, { user: T - 1, app: T }, false, false],
    [T + 0.4, { user: T + 0.5 }, true, true],
    [T + 0.5, { user: T + 0.5 }, false, false],
    [0, { user: 0 }, false, false],
    [0, { user: 0.5 }, true, true],
    [-1, { app: 0 }, true, true],
    [undefined, {}, false, false],
    [undefined, { user: T }, true, false],
    [undefined, { user: 0 }, true, false],
    [undefined, { app: T }, true, true],
    [undefined, { app: 0 }, true, true],
    [undefined, { user: T, app: T }, true, true],
    [T, { blockedUntil: 'forever' }, false, false],
  ])("with iat %s and %o returns %s, or %s for 'valid'", (issuedAt, cutoffs, revoked, valid) => {
    expect(isCutOff(issuedAt, cutoffs, 'revoked')).toBe(revoked)
    expect(isCutOff(issuedAt, cutoffs, 'valid')).toBe(valid)
  })
})

describe('isBlocked', () => {
  it.each<[Cutoffs, boolean]>([
    [{}, false],
    [{ user: NOW + 5, app: NOW + 5 }, false],
    [{ blockedUntil: 'forever' }, true],
    [{ blockedUntil: NOW + 0.001 }, true],
    [{ blockedUntil: NOW }, false],
    [{ blockedUntil: 0 }, false],
  ])('with %o returns %s', (cutoffs, blocked) => {
    expect(isBlocked(cutoffs, NOW)).toBe(blocked)
  })
})

describe('effectiveCutoff', () => {
  it.each<[Cutoffs, number | undefined]>([
    [{}, undefined],
    [{ user: 0 }, 0],
    [{ app: 0 }, 0],
    [{ user: -5, app: 0 }, 0],
    [{ user: 5, app: 3 }, 5],
  ])('of %o returns %s', (cutoffs, cutoff) => {
    expect(effectiveCutoff(cutoffs)).toBe(cutoff)
  })
})

describe('the order of the checks', () => {
  const token = (claims: object) => signed('{"alg":"HS256","typ":"JWT"}', JSON.stringify(claims), SECRET)
  const expired = { iat: NOW - 200, exp: NOW - 100 }
  const everything: Cutoffs = { user: NOW, app: NOW, blockedUntil: 'forever' }

  it.each<[string, object, 'user' | 'server', Cutoffs, string]>([
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
    ['a block alone', { user_id: 'john', iat: NOW }, 'user', { blockedUntil: 'forever' }, 'token_revoked'],
  ])('is %s', async (_name, claims, kind, cutoffs, reason) => {
    const provider = fixedProvider({ revocations: readingStore(() => cutoffs) })
    // One call per kind: each has its own type.
    const read =
      kind === 'user' ? provider.verifyToken(token(claims)) : provider.verifyToken(token(claims), { kind })
    expect(await reasonOf(read)).toBe(reason)
  })

  it('reads no cutoffs for a server token, nor for a user before all other checks pass', async () => {
    const read: string[] = []
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
