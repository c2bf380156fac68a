import { describe, expect, it } from 'vitest'
import { parseJsonObject } from '../../src/token/strict-json.js'

describe('parseJsonObject', () => {
  it.each([
    '{}',
    ' { } ',
    '{"a":1}',
    '{"a":{"a":{"a":1}}}',
    '{"a":[{"b":1},{"b":2}]}',
    '{"a":null,"b":[null,1,"x",true]}',
    '{"a":":","b":"\\":","c":"\\\\","d:":"{\\"a\\":1,\\"a\\":2}"}',
    '{"\\"":1,"\\\\":2,"\\\\\\"":3}',
    '{"":1," ":2}',
    '{"a":1,"A":2}',
    '{"\u00e9":1,"e\u0301":2}',
    '{"😀":":"}',
    '{"toString":1,"constructor":2,"hasOwnProperty":3}',
    '{"1":1,"01":2,"0":3}',
    '{"a":1e400}',
  ])('parses %s', text => {
    expect(parseJsonObject(text)).toEqual(JSON.parse(text))
  })

  it.each([
    '{"a":1,"a":1}',
    '{"a":1,"b":2,"a":3}',
    '{"a":":","a":"::"}',
    '{"a":1,"\\u0061":2}',
    '{"a:":1,"a\\u003a":2}',
    '{"\\"":1,"\\u0022":2}',
    '{"o":{"a":1,"a":2}}',
    '{"o":[[[{"a":1,"a":2}]]]}',
    '{"o":[{"a":1},{"b":1,"b":1}]}',
    '{"__proto__":1,"__proto__":2}',
    '{"o":{"__proto__":{},"__proto__":{}}}',
    '{"":1,"":2}',
    '{"😀":1,"\\ud83d\\ude00":2}',
    '{"1":1,"1":2}',
  ])('refuses %s, which repeats a name', text => {
    expect(() => JSON.parse(text)).not.toThrow()
    expect(parseJsonObject(text)).toBeUndefined()
  })

  it.each([
    '',
    ' ',
    'null',
    'true',
    '1',
    '"{}"',
    '[]',
    '[{"a":1}]',
    '{',
    '{}{}',
    '{},',
    "{'a':1}",
    '{a:1}',
    '{"a":1,}',
    '{"a":NaN}',
    '{"a":01}',
    '\ufeff{}',
    '{"a":"\n"}',
    '{"a":1}\0',
  ])('refuses %j, which is not one JSON object', text => {
    expect(parseJsonObject(text)).toBeUndefined()
  })

  it.each([
    ['arrays', '['.repeat(200_000), ']'.repeat(200_000)],
    ['objects', '{"a":'.repeat(200_000), `1${'}'.repeat(200_000)}`],
  ])('parses %s nested 200,000 deep without overflowing the stack', (_name, open, close) => {
    expect(parseJsonObject(`{"deep":${open}${close}}`)).toHaveProperty('deep')
  })

  it('finds a repeated name 200,000 levels deep', () => {
    const text = `${'{"a":'.repeat(200_000)}{"b":1,"b":2}${'}'.repeat(200_000)}`
    expect(parseJsonObject(text)).toBeUndefined()
  })

  it('keeps __proto__ as a plain member that changes no prototype', () => {
    const parsed = parseJsonObject('{"__proto__":{"server":true}}')
    expect(parsed?.server).toBeUndefined()
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype)
    expect(Object.keys(parsed ?? {})).toEqual(['__proto__'])
  })
})
