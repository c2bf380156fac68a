import { describe, expect, it, vi } from 'vitest'
import { addLazySignal } from '../../src/http/lazy-signal.js'
import { hasFastProperties } from '../fixture/has-fast-properties.js'

const lazy = (make: () => AbortSignal) => {
  const target = { body: {} }
  addLazySignal(target, make)
  return target
}

describe('addLazySignal', () => {
  it('creates no signal until it is read', () => {
    const make = vi.fn(() => AbortSignal.abort())
    const target = lazy(make)
    expect(make).not.toHaveBeenCalled()
    expect(target.signal.aborted).toBe(true)
  })

  it('gives each object its own signal', () => {
    const [one, other] = [new AbortController(), new AbortController()].map(({ signal }) => signal)
    expect(lazy(() => one ?? AbortSignal.any([])).signal).toBe(one)
    expect(lazy(() => other ?? AbortSignal.any([])).signal).toBe(other)
  })

  it('adds an enumerable member, so that a copy has it too', () => {
    const { signal } = new AbortController()
    const copy = { ...lazy(() => signal), more: true }
    expect(Object.keys(copy)).toEqual(['body', 'signal', 'more'])
    expect(copy.signal).toBe(signal)
  })

  it('adds no other member that an app could find', () => {
    const { signal } = new AbortController()
    expect(lazy(() => signal)).toEqual({ body: {}, signal })
  })

  it('keeps the properties of an object fast, unlike a getter in its literal', () => {
    const { signal } = new AbortController()
    const literal = {
      body: {},
      get signal() {
        return signal
      },
    }
    expect(hasFastProperties(literal)).toBe(false)
    expect(hasFastProperties(lazy(() => signal))).toBe(true)
  })
})
