import { describe, expect, it, vi } from 'vitest'
import { addLazySignal } from '../../src/http/lazy-signal.js'
import { hasFastProperties } from '../fixture/has-fast-properties.js'

const lazy = (make: () => AbortSignal) => {
  const target = { body: {} }
  addLazySignal(target, make)
  return target
}

describe('addLazySignal', () => {
  it('makes no signal until somebody looks', () => {
    const make = vi.fn(() => AbortSignal.abort())
    const target = lazy(make)
    expect(make).not.toHaveBeenCalled()
    expect(target.signal.aborted).toBe(true)
  })

  it('tells each object its own signal', () => {
    const [one, other] = [new AbortController(), new AbortController()].map(({ signal }) => signal)
    expect(lazy(() => one ?? AbortSignal.any([])).signal).toBe(one)
    expect(lazy(() => other ?? AbortSignal.any([])).signal).toBe(other)
  })

  it('adds a member like any other: a copy has it too', () => {
    const { signal } = new AbortController()
    const copy = { ...lazy(() => signal), more: true }
    expect(Object.keys(copy)).toEqual(['body', 'signal', 'more'])
    expect(copy.signal).toBe(signal)
  })

  it('adds nothing else that an app could find beside it', () => {
    const { signal } = new AbortController()
    expect(lazy(() => signal)).toEqual({ body: {}, signal })
  })

  it('leaves an object in the fast form, which a getter in its literal does not', () => {
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
