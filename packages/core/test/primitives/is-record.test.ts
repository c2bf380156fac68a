import { runInNewContext } from 'node:vm'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isPlain, isRecord, memberOf, withoutPrototype } from '../../src/primitives/is-record.js'

describe('isRecord', () => {
  it.each([[{}], [{ a: 1 }], [Object.create(null)]])('accepts %j', value => {
    expect(isRecord(value)).toBe(true)
  })

  it.each([[null], [undefined], [[]], ['{}'], [1], [true], [() => ({})]])('refuses %j', value => {
    expect(isRecord(value)).toBe(false)
  })
})

describe('isPlain', () => {
  it.each([[{}], [{ a: 1 }], [Object.create(null)], [runInNewContext('({})')]])('accepts %j', value => {
    expect(isPlain(value)).toBe(true)
  })

  it.each([
    [[]],
    [new Date(0)],
    [new Map()],
    [Object('x')],
    [new (class Thing {})()],
    [Object.create({ a: 1 })],
  ])('refuses %s', value => {
    expect(isPlain(value)).toBe(false)
  })
})

describe('memberOf', () => {
  it('reads own and inherited members, but none of Object.prototype', () => {
    onTestFinished(() => void Reflect.deleteProperty(Object.prototype, 'extend'))
    Object.assign(Object.prototype, { extend: 'added' })
    expect(['a', 'b', 'extend', 'toString'].map(name => memberOf(Object.create({ a: 1 }), name))).toEqual([
      ...[1, undefined, undefined, undefined],
    ])
    expect(memberOf({ extend: 'own' }, 'extend')).toBe('own')
  })
})

describe('withoutPrototype', () => {
  it('copies own members of literals down to a depth, and keeps other values', () => {
    const date = new Date(0)
    const value = { a: { b: { c: 1 } }, date, list: [1] }
    const copy = withoutPrototype(value)
    expect(copy).toEqual(Object.assign(Object.create(null), value))
    expect([copy, memberOf(copy as object as never, 'a')].map(one => Object.getPrototypeOf(one))).toEqual([
      null,
      null,
    ])
    expect(memberOf(copy as object as never, 'date')).toBe(date)
    expect(withoutPrototype(date)).toBe(date)
  })

  it('keeps an own member named __proto__, for a rule to refuse', () => {
    expect(Object.keys(withoutPrototype(JSON.parse('{"__proto__":{}}')) as object)).toEqual(['__proto__'])
  })
})
