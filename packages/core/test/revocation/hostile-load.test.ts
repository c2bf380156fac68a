import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { createHs256Key } from '#hs256'
import { TokenProviderError } from '../../src/errors/errors.js'
import { fixedProvider, NOW, SECRET } from '../fixture/fixed-provider.js'
import { seeded } from '../fixture/seeded.js'
import { readingStore } from '../fixture/store-doubles.js'

const FULL = process.env.TEST_FULL !== undefined
const ROUNDS = FULL ? 1_000_000 : 5_000

/** The maximum heap growth, in bytes. */
const GROWTH = (FULL ? 8 : 1) * 1024 * 1024

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

function heap(): number {
  collect()
  collect()
  return process.memoryUsage().heapUsed
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789@_-'
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '__defineGetter__',
  'valueOf',
  'then',
]

/** Runs the rounds in batches, so that pending calls do not count as growth. */
async function grow(round: (at: number) => Promise<void>): Promise<number> {
  const batch = async (from: number, to: number) => {
    for (let at = from; at < to; at += 100) {
      await Promise.all(Array.from({ length: 100 }, (_, offset) => round(at + offset)))
    }
  }
  await batch(0, 2000)
  const before = heap()
  await batch(2000, 2000 + ROUNDS)
  return heap() - before
}

const reads = {
  synchronously: () => ({}),
  asynchronously: async () => ({}),
}

describe(`${ROUNDS} hostile tokens`, () => {
  it.each(Object.entries(reads))(
    'for as many users retain no memory with a store that reads %s',
    async (_name, read) => {
      const key = createHs256Key(SECRET)
      const provider = fixedProvider({ revocations: readingStore(read), streamApi: false })
      let accepted = 0
      const growth = await grow(async at => {
        const { text, pick, below } = seeded(at)
        const userId = below(20) === 0 ? pick(NAMES) : text(ALPHABET, 1 + below(255))
        const token = await key.sign(JSON.stringify({ user_id: userId, iat: NOW - 9 }))
        if ((await provider.verifyToken(token)).userId === userId) accepted++
      })
      expect(accepted).toBe(ROUNDS + 2000)
      expect(growth).toBeLessThan(GROWTH)
    },
  )

  it('without a valid signature cause no store read and no event, and retain no memory', async () => {
    const key = createHs256Key('o'.repeat(32))
    let read = 0
    let events = 0
    const provider = fixedProvider({
      revocations: readingStore(() => {
        read++
        return {}
      }),
      streamApi: false,
      onEvent: () => void events++,
    })
    let refused = 0
    const growth = await grow(async at => {
      const { text, below } = seeded(at)
      const claims = JSON.stringify({ user_id: text(ALPHABET, 1 + below(255)), iat: NOW - 9 })
      const token = below(2) === 0 ? await key.sign(claims) : text(`${ALPHABET}.`, below(2000))
      const found = await provider.verifyToken(token).catch((error: unknown) => error)
      if (found instanceof TokenProviderError && found.status === 401) refused++
    })
    expect([refused, read, events]).toEqual([ROUNDS + 2000, 0, 0])
    expect(growth).toBeLessThan(GROWTH)
  })
})
