import { describe, expect, it } from 'vitest'
import { type Chain, createChain } from '../src/chain.js'
import type { LogEntry, LogPosition } from '../src/mirror-source.js'

const at = (place: number, id = `id${place}`, epoch = 'epoch'): LogPosition => ({
  epoch,
  at: String(place).padStart(4, '0'),
  id,
})
const entry = (place: number, previous = `id${place - 1}`, position = at(place)): LogEntry => ({
  position,
  previous,
  changes: [],
})

/** A chain that was loaded at place 10. */
function loaded(): Chain {
  const chain = createChain()
  chain.load(at(10))
  return chain
}

describe('createChain: what calls return', () => {
  it.each([
    ['the place that was read last', at(10), 'proven'],
    ['a later place', at(11), 'pending'],
    ['an earlier place than a call before', at(9), 'lost'],
    ['another entry at the same place', at(10, 'other'), 'lost'],
    ['another epoch', at(11, 'id11', 'other'), 'lost'],
  ])('judges %s', (_, position, verdict) => {
    const chain = loaded()
    expect(chain.respond(chain.begin(1), position, false)).toBe(verdict)
  })

  it('accepts an earlier place from a call that began before the later one was seen', () => {
    const chain = loaded()
    const call = chain.begin(1)
    expect(chain.follow(entry(11))).toBeUndefined()
    expect(chain.respond(call, at(10), false)).toBe('proven')
  })

  it.each([
    ['the same entry', at(11), false, 'proven'],
    ['another entry', at(11, 'other'), false, 'lost'],
    ['an entry that is no longer known', at(5), false, 'unknown'],
    ['pairs that the log did not have', at(11), true, 'lost'],
    ['pairs that the log did not have, at an unknown place', at(5), true, 'lost'],
  ])('judges a slow call that returned %s', (_, position, isNews, verdict) => {
    const chain = createChain()
    const call = chain.begin(1)
    chain.load(at(10))
    chain.follow(entry(11))
    chain.follow(entry(12))
    expect(chain.respond(call, position, isNews)).toBe(verdict)
  })

  it('does not judge by calls from before a load, unless they had more than it', () => {
    const chain = loaded()
    const call = chain.begin(1)
    chain.restart()
    expect(chain.respond(call, at(10), true)).toBe('unknown')
    chain.load(at(5, 'new', 'new'))
    expect(chain.respond(call, at(10), false)).toBe('unknown')
    expect(chain.respond(call, at(10), true)).toBe('lost')
  })

  it('finds two entries at one place before either was read', () => {
    const chain = loaded()
    expect(chain.respond(chain.begin(1), at(11), false)).toBe('pending')
    expect(chain.respond(chain.begin(1), at(11, 'other'), false)).toBe('lost')
  })

  it('bounds what is pending', () => {
    const chain = loaded()
    const calls = Array.from({ length: 10_001 }, (_, place) => [chain.begin(1), at(11 + place)] as const)
    const verdicts = calls.map(([call, position]) => chain.respond(call, position, false))
    expect(verdicts.indexOf('lost')).toBe(10_000)
  })
})

describe('createChain: the log', () => {
  it('proves by the latest call that returned the place', () => {
    const chain = loaded()
    chain.respond(chain.begin(3), at(12), false)
    chain.respond(chain.begin(2), at(12), false)
    expect(chain.pending).toBe(1)
    expect(chain.follow(entry(11))).toBeUndefined()
    expect(chain.follow(entry(12))).toBe(3)
    expect(chain.pending).toBe(0)
  })

  it.each([
    ['a missing entry', entry(12)],
    ['another predecessor', entry(11, 'other')],
    ['another epoch', entry(11, 'id10', at(11, 'id11', 'other'))],
    ['a place that is not later', entry(10, 'id10')],
  ])('F1: is broken by %s', (_, next) => {
    expect(loaded().follow(next)).toBe('broken')
  })

  it.each([
    ['that it skips', entry(12, 'id10')],
    ['that is another entry', entry(11, 'id10', at(11, 'other'))],
  ])('is broken if a call returned a place %s', (_, next) => {
    const chain = loaded()
    chain.respond(chain.begin(1), at(11), false)
    expect(chain.follow(next)).toBe('broken')
  })

  it('proves by a call during the load that returned its place', () => {
    const chain = createChain()
    chain.respond(chain.begin(1), at(9), false)
    chain.respond(chain.begin(2), at(10), false)
    chain.respond(chain.begin(3), at(11), false)
    expect(chain.load(at(10))).toBe(2)
    expect(chain.pending).toBe(1)
    expect(chain.follow(entry(11))).toBe(3)
  })

  it('is broken if a call during the load returned another epoch', () => {
    const chain = createChain()
    chain.respond(chain.begin(1), at(9, 'id9', 'other'), false)
    expect(chain.load(at(10))).toBe('broken')
  })
})
