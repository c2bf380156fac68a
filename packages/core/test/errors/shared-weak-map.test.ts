import { describe, expect, it } from 'vitest'
import { sharedWeakMap } from '../../src/errors/shared-weak-map.js'

const SYMBOL = Symbol.for('stream-token-provider.a-test')

describe('sharedWeakMap', () => {
  it('finds what another copy of this package has kept under the name', () => {
    const key = {}
    Reflect.set(globalThis, SYMBOL, new WeakMap([[key, 'kept']]))
    expect(sharedWeakMap('a-test').get(key)).toBe('kept')
    Reflect.deleteProperty(globalThis, SYMBOL)
  })

  it('makes one where there is none, or something else', () => {
    Reflect.set(globalThis, SYMBOL, 'not a map')
    const made = sharedWeakMap('a-test')
    expect(made).toBeInstanceOf(WeakMap)
    expect(sharedWeakMap('a-test')).toBe(made)
    Reflect.deleteProperty(globalThis, SYMBOL)
  })
})
