import { describe, expect, it } from 'vitest'
import { stateOf } from '../../src/cutoffs/state-of.js'
import { pair } from '../fixture/store-doubles.js'

describe('stateOf', () => {
  it('has no member for what is undefined', () => {
    expect(Object.keys(stateOf(undefined, undefined, undefined, undefined))).toEqual([])
    expect(stateOf(pair(1), pair(2), pair(3), 0)).toEqual({
      user: pair(1),
      app: pair(2),
      block: pair(3),
      floor: 0,
    })
  })
})
