import { describe, expect, it } from 'vitest'
import { isUserId } from '../../src/token/claims.js'
import { createGuestId, isGuestId } from '../../src/token/guest-id.js'

describe('createGuestId', () => {
  it('is a user id of 128 bits in lower-case hex', () => {
    const id = createGuestId()
    expect(id).toMatch(/^guest-[0-9a-f]{32}$/)
    expect([isUserId(id), isGuestId(id)]).toEqual([true, true])
  })

  it('never repeats, and every bit varies', () => {
    const ids = Array.from({ length: 1000 }, createGuestId)
    expect(new Set(ids).size).toBe(1000)
    const bits = ids.map(id => BigInt(`0x${id.slice('guest-'.length)}`))
    const everSet = bits.reduce((one, other) => one | other, 0n)
    const alwaysSet = bits.reduce((one, other) => one & other)
    expect([everSet, alwaysSet]).toEqual([(1n << 128n) - 1n, 0n])
  })
})

describe('isGuestId', () => {
  it.each([
    ['guest-', true],
    ['guest-john', true],
    ['guest', false],
    ['guests-john', false],
    ['aguest-john', false],
    ['Guest-john', false],
    ['john', false],
    ['', false],
  ])('of %j is %s', (id, expected) => {
    expect(isGuestId(id)).toBe(expected)
  })
})
