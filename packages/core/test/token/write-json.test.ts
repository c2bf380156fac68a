import { describe, expect, it, onTestFinished } from 'vitest'
import { writeJson, writeMembers } from '../../src/token/write-json.js'

const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])

describe('writeJson', () => {
  it.each<[unknown]>([
    [null],
    [true],
    [false],
    [''],
    ['"\\/\b\n\t\u0000\u2028'],
    ['é😀'],
    ['\ud800'],
    [0],
    [-0],
    [1.5e300],
    [-1],
    [[]],
    [{}],
    [[1, ['two', null, {}]]],
    [{ b: 1, a: { 2: 'x', 1: 'y' }, '': null, 'é"': [] }],
    [Object.assign(Object.create(null), { bare: true })],
    [nested(32)],
  ])('writes %j as JSON.stringify does', value => {
    expect(writeJson(value)).toBe(JSON.stringify(value))
  })

  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a bigint', 1n],
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['a Date', new Date(0)],
    ['a Map', new Map()],
    ['bytes', new Uint8Array(1)],
    ['a boxed string', Object('x')],
    ['a boxed number', Object(1)],
    ['a boxed boolean', Object(false)],
    ['an object of a class', new (class Thing {})()],
    ['an object that inherits from another', Object.create({ a: 1 })],
    ['a toJSON of its own', { toJSON: () => ({}) }],
    ['undefined in a list', [1, undefined]],
    ['a hole in a list', Object.assign(new Array(3), { 0: 1, 2: 2 })],
    ['a list of holes', new Array(2)],
    ['undefined in an object', { a: undefined }],
    ['a member named __proto__', JSON.parse('{"__proto__":{}}')],
    ['a nested __proto__', JSON.parse('[{"a":{"__proto__":{}}}]')],
    ['34 levels of lists', nested(34)],
  ])('returns undefined for %s', (_name, value) => {
    expect(writeJson(value)).toBeUndefined()
  })

  it('returns undefined for a circular value', () => {
    const list: unknown[] = []
    list.push(list)
    expect(writeJson(list)).toBeUndefined()
  })

  it('writes an object literal of another realm', async () => {
    const { runInNewContext } = await import('node:vm')
    expect(writeJson(runInNewContext('({ a: [{ b: 1 }] })'))).toBe('{"a":[{"b":1}]}')
  })

  it('A7: calls no toJSON, neither a hidden one nor one that is inherited', () => {
    onTestFinished(() => void Reflect.deleteProperty(Object.prototype, 'toJSON'))
    Object.defineProperty(Object.prototype, 'toJSON', { value: () => 'replaced', configurable: true })
    const hidden = Object.defineProperty({ a: 1 }, 'toJSON', { value: () => 'replaced' })
    expect(writeJson({ hidden, list: [{ b: 'text' }] })).toBe('{"hidden":{"a":1},"list":[{"b":"text"}]}')
  })

  it('A7: reads each property once', () => {
    const reads: string[] = []
    const target = { a: 1, b: ['x', 'y'] }
    const counting = <Value extends object>(value: Value): Value =>
      new Proxy(value, {
        get(owner, name) {
          reads.push(String(name))
          const member: unknown = Reflect.get(owner, name)
          return Array.isArray(member) ? counting(member) : member
        },
      })
    expect(writeJson(counting(target))).toBe('{"a":1,"b":["x","y"]}')
    expect(reads).toEqual(['a', 'b', 'length', '0', '1'])
  })
})

describe('writeMembers', () => {
  it('writes the members without the braces, and reports each name', () => {
    const names: string[] = []
    expect(writeMembers({ a: 1, b: { c: 2 } }, 0, name => names.push(name))).toBe('"a":1,"b":{"c":2}')
    expect(names).toEqual(['a', 'b'])
  })

  it('returns an empty text for an object without members, and undefined for a list', () => {
    expect([writeMembers({}), writeMembers([])]).toEqual(['', undefined])
  })
})
