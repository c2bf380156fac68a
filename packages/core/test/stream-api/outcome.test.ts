import { describe, expect, it } from 'vitest'
import { APP, refusalOf } from '../../src/stream-api/outcome.js'
import { isUserId } from '../../src/token/claims.js'

describe('APP', () => {
  it('is no user id', () => {
    expect(isUserId(APP)).toBe(false)
  })
})

describe('refusalOf', () => {
  it.each([
    [undefined, 'Stream refused with 400'],
    [4, 'Stream refused with 400 (code 4)'],
    [0, 'Stream refused with 400 (code 0)'],
  ])('with the code %s returns %s', (code, text) => {
    const missing = 'john is not there'
    expect(refusalOf({ kind: 'refused', status: 400, code, missing, active: true })).toBe(text)
  })
})
