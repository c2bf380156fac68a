import { afterEach, describe, expect, it } from 'vitest'
import { sharedInProcess } from '../../src/errors/shared-in-process.js'

const SYMBOL = Symbol.for('stream-token-provider.a-test')

afterEach(() => void Reflect.deleteProperty(globalThis, SYMBOL))

describe.each([Map<object, string>, WeakMap<object, string>])('sharedInProcess: %o', Kind => {
  it('finds what another copy of this package has kept under the name', () => {
    const key = {}
    Reflect.set(globalThis, SYMBOL, new Kind([[key, 'kept']]))
    expect(sharedInProcess('a-test', Kind).get(key)).toBe('kept')
  })

  it('creates one where there is none, or something else', () => {
    Reflect.set(globalThis, SYMBOL, 'not a map')
    const created = sharedInProcess('a-test', Kind)
    expect(created).toBeInstanceOf(Kind)
    expect(sharedInProcess('a-test', Kind)).toBe(created)
  })
})
