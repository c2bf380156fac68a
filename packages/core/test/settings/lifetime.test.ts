import { describe, expect, it } from 'vitest'
import { MAX_NUMERIC_DATE } from '../../src/primitives/numeric-date.js'
import { isExpiresIn, MAX_EXPIRES_IN, readLifetime } from '../../src/settings/lifetime.js'
import { NOW } from '../fixture/fixed-provider.js'

/** The rules that a lifetime breaks at NOW, or at another time. */
function errorsOf(lifetime: object, now: number = NOW): string[] {
  const errors: string[] = []
  readLifetime({ expiresIn: undefined, expiresAt: undefined, issuedAt: undefined, ...lifetime }, now, errors)
  return errors
}

const BAD_NUMBERS: readonly unknown[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1.5,
  '3600',
  true,
  {},
  [],
  3600n,
]

describe('isExpiresIn', () => {
  it.each([1, 3600, MAX_EXPIRES_IN, null])('accepts %s', expiresIn => {
    expect(isExpiresIn(expiresIn)).toBe(true)
  })

  it.each([0, -1, -0, MAX_EXPIRES_IN + 1, undefined, ...BAD_NUMBERS])('refuses %s', expiresIn => {
    expect(isExpiresIn(expiresIn)).toBe(false)
  })

  it('allows at most ten years', () => {
    expect(MAX_EXPIRES_IN).toBe(10 * 365 * 86_400)
  })
})

describe('readLifetime', () => {
  it.each([
    [{}],
    [{ expiresIn: undefined, expiresAt: undefined, issuedAt: undefined }],
    [{ expiresIn: 1 }],
    [{ expiresIn: null }],
    [{ expiresAt: NOW + 1 }],
    [{ expiresAt: MAX_NUMERIC_DATE }],
    [{ issuedAt: NOW }],
    [{ issuedAt: 0 }],
    [{ issuedAt: null }],
  ])('returns no error for %j', lifetime => {
    expect(errorsOf(lifetime)).toEqual([])
  })

  it.each([
    ['both options', { expiresIn: 60, expiresAt: NOW + 60 }, /not both/],
    ['no expiry and an instant', { expiresIn: null, expiresAt: NOW + 60 }, /not both/],
    ['milliseconds as a duration', { expiresIn: 3_600_000_000 }, /^expiresIn .*not milliseconds/],
    ['a fraction as a duration', { expiresIn: 0.5 }, /^expiresIn must be whole seconds/],
    [
      'milliseconds as an instant',
      { expiresAt: (NOW + 60) * 1000 },
      /^expiresAt must be in seconds since 1970, not milliseconds/,
    ],
    ['a duration as an instant', { expiresAt: 3600 }, /^expiresAt must be in the future.*use expiresIn/],
    ['now', { expiresAt: NOW }, /^expiresAt must be in the future/],
    ['a fraction as an instant', { expiresAt: NOW + 0.5 }, /^expiresAt must be whole seconds since 1970/],
    ['an issuedAt ahead of now', { issuedAt: NOW + 1 }, /^issuedAt must not be in the future/],
    [
      'an issuedAt in milliseconds',
      { issuedAt: NOW * 1000 },
      /^issuedAt must be in seconds since 1970, not milliseconds/,
    ],
    ['an issuedAt before 1970', { issuedAt: -1 }, /^issuedAt must not be before 1970/],
    ['an issuedAt with a fraction', { issuedAt: NOW - 0.5 }, /^issuedAt must be whole seconds since 1970/],
  ])('returns one error for %s', (_name, lifetime, error) => {
    expect(errorsOf(lifetime)).toEqual([expect.stringMatching(error)])
  })

  it.each(BAD_NUMBERS)('refuses %s as any member', value => {
    expect(errorsOf({ expiresIn: value })).toHaveLength(1)
    expect(errorsOf({ expiresAt: value })).toHaveLength(1)
    expect(errorsOf({ issuedAt: value })).toHaveLength(1)
  })

  it('refuses an expiresAt of null: expiresIn: null means no expiry', () => {
    expect(errorsOf({ expiresAt: null })).toEqual(['expiresAt must be whole seconds since 1970'])
  })

  it('compares with fractions of a second', () => {
    expect(errorsOf({ expiresAt: NOW + 1 }, NOW + 0.9)).toEqual([])
    expect(errorsOf({ issuedAt: NOW + 1 }, NOW + 0.9)).toHaveLength(1)
    expect(errorsOf({ issuedAt: NOW }, NOW + 0.1)).toEqual([])
  })
})
