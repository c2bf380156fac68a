import { describe, expect, it } from 'vitest'
import { createPairsByUser } from '../src/pairs-by-user.js'

const pair = (version: number) => ({ version, value: 1_800_000_000 })

describe('createPairsByUser', () => {
  it('returns what was set last, also for unusual ids', () => {
    const pairs = createPairsByUser()
    const ids = ['', 'a', '__proto__', 'constructor', '😀', 'x'.repeat(255), 'a@example.com', 'b@example.com']
    for (const [at, id] of ids.entries()) pairs.set(id, pair(at))
    pairs.set('a', pair(99))
    expect(ids.map(id => pairs.get(id)?.version)).toEqual([0, 99, 2, 3, 4, 5, 6, 7])
    expect([pairs.size, pairs.get('b'), pairs.get(undefined)]).toEqual([ids.length, undefined, undefined])
    expect(new Map(pairs.entries()).size).toBe(ids.length)
  })

  it.each<[string, (at: number) => string]>([
    ['numbers', String],
    ['padded numbers', at => `user_${String(at).padStart(9, '0')}`],
    ['addresses', at => `user${at}@example.com`],
    ['object ids', at => (0x65f0_0000_0000 + at * 7919).toString(16).padStart(24, '0')],
    [
      'UUIDs',
      at => `${at.toString(16).padStart(8, '0')}-0000-4000-8000-${at.toString(16).padStart(12, '0')}`,
    ],
  ])('spreads ids evenly: %s', (_name, idOf) => {
    const pairs = createPairsByUser()
    for (let at = 0; at < 64_000; at++) pairs.set(idOf(at), pair(at))
    // The order of the entries shows the maps: the first of each begins again at a low version.
    let [longest, length, last] = [0, 0, -1]
    for (const [, { version }] of pairs.entries()) {
      length = version > last ? length + 1 : 1
      longest = Math.max(longest, length)
      last = version
    }
    expect(longest).toBeLessThan(4000)
  })
})
