import { describe, expect, it } from 'vitest'
import type { Versioned } from '../../src/cutoffs/store.js'
import { covers, inForce, larger, revoked, revokes, undone } from '../../src/cutoffs/versioned.js'
import { pair } from '../fixture/store-doubles.js'

type Pair = Versioned | undefined

/** Every pair is larger than those before it. */
const ASCENDING: readonly Pair[] = [
  undefined,
  pair(0, 0),
  pair(-1, 1),
  pair(0, 1),
  pair(5, 1),
  pair(5.001, 1),
  pair('forever', 1),
  pair(0, 2),
  pair(7, 2),
  pair(1, 3),
  pair('forever', 10),
  pair(3, 11),
]

const ordered = ASCENDING.flatMap((small, at) =>
  ASCENDING.slice(at + 1).map(large => [small, large] as const),
)

describe('covers and larger', () => {
  it.each(ordered)('put %o below %o', (small, large) => {
    expect([covers(large, small), covers(small, large)]).toEqual([true, false])
    expect([larger(small, large), larger(large, small)]).toEqual([large, large])
  })

  it.each(ASCENDING.map(one => [one] as const))('take %o for equal to a copy of it', one => {
    const copy = one && { ...one }
    expect([covers(one, copy), covers(copy, one)]).toEqual([true, true])
    expect([larger(one, copy), larger(copy, one)]).toEqual([one, one])
  })
})

describe('inForce', () => {
  it.each<[Pair, Versioned['value'] | undefined]>([
    [undefined, undefined],
    [pair(5, 0), undefined],
    [pair(5, 1), 5],
    [pair(0, 1), 0],
    [pair(5, 2), undefined],
    [pair('forever', 2), undefined],
    [pair('forever', 3), 'forever'],
    [pair(5, 10), undefined],
    [pair(5, 11), 5],
  ])('of %o returns %s', (one, value) => {
    expect(inForce(one)).toBe(value)
  })
})

describe('revokes', () => {
  it.each<[Pair, Versioned['value'], boolean]>([
    [undefined, 5, false],
    [undefined, -5, false],
    [pair(5, 1), 4.999, true],
    [pair(5, 1), 5, true],
    [pair(5, 1), 5.001, false],
    [pair(5, 2), 5, false],
    [pair(5, 0), 4, false],
    [pair(5, 1), 'forever', false],
    [pair('forever', 3), 'forever', true],
    [pair('forever', 3), 5, true],
    [pair('forever', 2), 5, false],
  ])('of %o with the value %s returns %s', (one, value, expected) => {
    expect(revokes(one, value)).toBe(expected)
  })
})

describe('revoked', () => {
  it.each<[Pair, Versioned['value'], Versioned]>([
    [undefined, 5, pair(5, 1)],
    [pair(0, 0), 5, pair(5, 1)],
    [pair(4, 1), 5, pair(5, 3)],
    [pair(5, 1), 5, pair(5, 3)],
    // The later value stays.
    [pair(6, 1), 5, pair(6, 3)],
    [pair('forever', 1), 5, pair('forever', 3)],
    [pair(5, 1), 'forever', pair('forever', 3)],
    // What is undone does not count.
    [pair(6, 2), 5, pair(5, 3)],
    [pair('forever', 2), 5, pair(5, 3)],
    [pair(6, 3), 5, pair(6, 5)],
    [pair(6, 8), -5, pair(-5, 9)],
  ])('after %o, with the value %s, is %o', (previous, value, next) => {
    expect(revoked(previous, value)).toEqual(next)
  })
})

describe('undone', () => {
  it.each<[Pair, Versioned]>([
    [undefined, pair(0, 0)],
    [pair(5, 1), pair(5, 2)],
    [pair('forever', 3), pair('forever', 4)],
    [pair(0, 0), pair(0, 0)],
    [pair(5, 2), pair(5, 2)],
  ])('after %o is %o', (previous, next) => {
    expect(undone(previous)).toEqual(next)
  })

  it('is smaller than a revocation at the same time, whatever came before', () => {
    for (const previous of ASCENDING)
      expect(larger(undone(previous), revoked(previous, 1))).toEqual(revoked(previous, 1))
  })

  it('is larger than what it undoes', () => {
    for (const previous of ASCENDING) expect(covers(undone(previous), previous)).toBe(true)
  })
})
