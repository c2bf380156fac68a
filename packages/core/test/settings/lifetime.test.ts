import { describe, expect, it } from 'vitest'
import { MAX_NUMERIC_DATE } from '../../src/primitives/numeric-date.js'
import { isExpiresIn, lifetimeErrors, MAX_EXPIRES_IN } from '../../src/settings/lifetime.js'
import { NOW } from '../fixture/fixed-provider.js'

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
  it.each([1, 3600, MAX_EXPIRES_IN, null])('takes %s', expiresIn => {
    expect(isExpiresIn(expiresIn)).toBe(true)
  })

  it.each([0, -1, -0, MAX_EXPIRES_IN + 1, undefined, ...BAD_NUMBERS])('does not take %s', expiresIn => {
    expect(isExpiresIn(expiresIn)).toBe(false)
  })

  it('ends at ten years', () => {
    expect(MAX_EXPIRES_IN).toBe(10 * 365 * 86_400)
  })
})

describe('lifetimeErrors', () => {
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
  ])('finds no fault with %j', lifetime => {
    expect(lifetimeErrors(lifetime, NOW)).toEqual([])
  })

  it.each([
    ['both', { expiresIn: 60, expiresAt: NOW + 60 }, /not both/],
    ['never and an instant', { expiresIn: null, expiresAt: NOW + 60 }, /not both/],
    ['milliseconds as a duration', { expiresIn: 3_600_000_000 }, /^expiresIn .*not milliseconds/],
    ['a fraction as a duration', { expiresIn: 0.5 }, /^expiresIn is whole seconds/],
    [
      'milliseconds as an instant',
      { expiresAt: (NOW + 60) * 1000 },
      /^expiresAt is in seconds since 1970, not milliseconds/,
    ],
    ['a duration as an instant', { expiresAt: 3600 }, /^expiresAt is an instant ahead of now.*use expiresIn/],
    ['now', { expiresAt: NOW }, /^expiresAt is an instant ahead of now/],
    ['a fraction as an instant', { expiresAt: NOW + 0.5 }, /^expiresAt is whole seconds since 1970/],
    ['an issuedAt ahead of now', { issuedAt: NOW + 1 }, /^issuedAt is not ahead of now/],
    [
      'an issuedAt in milliseconds',
      { issuedAt: NOW * 1000 },
      /^issuedAt is in seconds since 1970, not milliseconds/,
    ],
    ['an issuedAt before 1970', { issuedAt: -1 }, /^issuedAt is not before 1970/],
    ['an issuedAt with a fraction', { issuedAt: NOW - 0.5 }, /^issuedAt is whole seconds since 1970/],
  ])('names the one fault of %s', (_name, lifetime, fault) => {
    expect(lifetimeErrors(lifetime, NOW)).toEqual([expect.stringMatching(fault)])
  })

  it.each(BAD_NUMBERS)('refuses %s for each member', value => {
    const bad: number = value as never
    expect(lifetimeErrors({ expiresIn: bad }, NOW)).toHaveLength(1)
    expect(lifetimeErrors({ expiresAt: bad }, NOW)).toHaveLength(1)
    expect(lifetimeErrors({ issuedAt: bad }, NOW)).toHaveLength(1)
  })

  it('refuses an expiresAt of null: never is said with expiresIn', () => {
    expect(lifetimeErrors({ expiresAt: null as never }, NOW)).toEqual([
      'expiresAt is whole seconds since 1970',
    ])
  })

  it('compares with the fraction of now', () => {
    expect(lifetimeErrors({ expiresAt: NOW + 1 }, NOW + 0.9)).toEqual([])
    expect(lifetimeErrors({ issuedAt: NOW + 1 }, NOW + 0.9)).toHaveLength(1)
    expect(lifetimeErrors({ issuedAt: NOW }, NOW + 0.1)).toEqual([])
  })
})
