import { describe, expect, it } from 'vitest'
import { redisServerPath } from '../../src/real-parts.js'
import { FAILURES, type Failure } from './failures.js'
import { MAX_STALE } from './instance.js'
import { type Watch, watchFailure } from './watch.js'

const program = redisServerPath()
const isFull = process.env.TEST_FULL !== undefined

/** Only what is silent for `maxStale` makes the state unknown. */
function watchOf({ isSilent }: Failure): Watch {
  if (!isFull) return { seconds: 1, checks: 20 }
  return { seconds: isSilent ? MAX_STALE + 3 : 3, checks: 200 }
}

const TURNS = isFull ? [1, 2, 3, 4, 5] : [1]

/**
 * How long after the server's return all is right again, in seconds. The waits of the store alone are below 2 s, which
 * recovery.test.ts of the package proves on a clock of its own. Here servers and processes of a busy machine add to it.
 */
const BOUND = 30

describe.runIf(program !== undefined)('a Redis that is', () => {
  describe.each(TURNS)('turn %i', turn => {
    it.concurrent.each(FAILURES.map(failure => [failure.name, failure] as const))(
      '%s: accepts no revoked token, and is right again soon',
      async (name, failure) => {
        const { slowest, recovery } = await watchFailure(String(program), failure, watchOf(failure))
        if (isFull)
          console.info(
            `${name}, turn ${turn}: slowest ${slowest.toFixed(2)} s, right again after ${recovery.toFixed(2)} s`,
          )
        expect(recovery).toBeLessThan(BOUND)
      },
      120_000,
    )
  })
})
