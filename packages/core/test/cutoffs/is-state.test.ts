import { runInNewContext } from 'node:vm'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isState } from '../../src/cutoffs/is-state.js'
import { pair } from '../fixture/store-doubles.js'

describe('isState', () => {
  it('C14: ignores what an old library has added to Object.prototype', () => {
    onTestFinished(() => void Reflect.deleteProperty(Object.prototype, 'extend'))
    Object.assign(Object.prototype, { extend: () => 1 })
    expect([{}, { user: pair(1) }, { extend: 1 }].map(isState)).toEqual([true, true, false])
  })

  it.each<[string, unknown]>([
    ['nothing in force', {}],
    ['every member', { user: pair(1.5), app: pair(0), block: pair('forever'), floor: 7 }],
    ['undone pairs', { user: pair(1.5, 0), app: pair(0, 2), block: pair('forever', 4) }],
    ['the largest version', { user: pair(1, Number.MAX_SAFE_INTEGER) }],
    ['members that are undefined', { user: undefined, app: undefined, block: undefined, floor: undefined }],
    ['an object without a prototype', Object.assign(Object.create(null), { user: pair(1) })],
    ['an object of another realm', runInNewContext('({ user: { version: 1, value: 2 } })')],
    ['an instant before 1970', { user: pair(-1) }],
    ['more members in a pair', { user: { ...pair(1), at: 5 } }],
  ])('accepts %s', (_name, value) => {
    expect(isState(value)).toBe(true)
  })

  it.each<[string, unknown]>([
    ['NaN', { user: pair(Number.NaN) }],
    ['Infinity', { app: pair(Number.POSITIVE_INFINITY) }],
    ['-Infinity', { block: pair(Number.NEGATIVE_INFINITY) }],
    ['a string as a cutoff', { user: pair('5' as 'forever') }],
    ['a number in place of a pair', { user: 5 }],
    ['a block without a version', { block: 'forever' }],
    ['null in a member', { user: null }],
    ['null as the app’s pair', { app: null }],
    ['null as a block', { block: null }],
    ['a list as a pair', { user: [1, 5] }],
    ['a pair without a version', { user: { value: 5 } }],
    ['a pair without a value', { user: { version: 1 } }],
    ['a negative version', { user: pair(5, -1) }],
    ['a version that is no whole number', { user: pair(5, 1.5) }],
    ['a version that is too large', { user: pair(5, Number.MAX_SAFE_INTEGER + 1) }],
    ['a version that is a string', { user: { version: '1', value: 5 } }],
    ['a version that is a bigint', { user: { version: 1n, value: 5 } }],
    ['a bigint', { user: { version: 1, value: 5n } }],
    ['a Date', { user: { version: 1, value: new Date() } }],
    ['milliseconds', { user: pair(Date.UTC(2026, 0)) }],
    ['milliseconds as the floor', { floor: Date.UTC(2026, 0) }],
    ['a floor that is a pair', { floor: pair(5) }],
    ['a floor of forever', { floor: 'forever' }],
    ['a floor of null', { floor: null }],
    ['an unknown value for a block', { block: pair('always' as 'forever') }],
    ['a cutoff of forever', { user: pair('forever') }],
    ['an app’s cutoff of forever', { app: pair('forever') }],
    ['unknown members', { revokedBefore: 5 }],
    ['the members of an older contract', { blockedUntil: 'forever' }],
    ['an unknown member that is undefined', { revokedBefore: undefined }],
    ['an array', []],
    ['a Map', new Map([['user', 5]])],
    ['a Date itself', new Date()],
    ['null', null],
    ['undefined', undefined],
    ['a number', 5],
    ['a string', '{}'],
    ['a function', () => ({})],
    ['a promise', Promise.resolve({})],
  ])('refuses %s', (_name, value) => {
    expect(isState(value)).toBe(false)
  })
})
