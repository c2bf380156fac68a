import { afterEach, describe, expect, it } from 'vitest'
import type { RevocationStore } from '../../src/cutoffs/store.js'
import { sharedStateOf } from '../../src/revocation/shared-state.js'
import { refusal } from '../fixture/caught.js'

const NAMED = Symbol.for('stream-token-provider.revocations')

const storeOf = (name?: string): RevocationStore => ({
  read: () => ({}),
  write: async () => [],
  ...(name !== undefined && { name }),
})

afterEach(() => void Reflect.deleteProperty(globalThis, NAMED))

describe('sharedStateOf', () => {
  it('is the same for one key and one store object, and starts empty', () => {
    const store = storeOf()
    const state = sharedStateOf('key', store)
    expect(sharedStateOf('key', store)).toBe(state)
    expect([state.highestIat, state.overlay.layer('john').user]).toEqual([0, undefined])
  })

  it('is another one for another key or another object', () => {
    const store = storeOf()
    const states = [
      sharedStateOf('key', store),
      sharedStateOf('other', store),
      sharedStateOf('key', storeOf()),
    ]
    expect(new Set(states).size).toBe(3)
  })

  it('is the same for two objects with one name, and another one for each key and name', () => {
    const state = sharedStateOf('key', storeOf('redis'))
    expect(sharedStateOf('key', storeOf('redis'))).toBe(state)
    expect(sharedStateOf('key', storeOf('postgres'))).not.toBe(state)
    expect(sharedStateOf('other', storeOf('redis'))).not.toBe(state)
    expect(sharedStateOf('key', storeOf())).not.toBe(state)
  })

  it.each([[{ contract: 2, state: {} }], ['text'], [null]])(
    'refuses the entry of another version of this package: %j',
    async entry => {
      const store = storeOf('redis')
      sharedStateOf('first', store)
      const entries = Reflect.get(globalThis, NAMED) as Map<string, unknown>
      entries.set('key\nredis', entry)
      const { reason, message } = await refusal(() => sharedStateOf('key', store))
      expect([reason, message]).toEqual([
        'config_invalid',
        expect.stringContaining('two versions of @stream-token/core'),
      ])
      expect(entries.get('key\nredis')).toBe(entry)
    },
  )
})
