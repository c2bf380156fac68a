import { describe, expect, it } from 'vitest'
import { isRecord } from '../../src/primitives/is-record.js'

describe('isRecord', () => {
  it.each([[{}], [{ a: 1 }], [Object.create(null)]])('accepts %j', value => {
    expect(isRecord(value)).toBe(true)
  })

  it.each([[null], [undefined], [[]], ['{}'], [1], [true], [() => ({})]])('refuses %j', value => {
    expect(isRecord(value)).toBe(false)
  })
})
