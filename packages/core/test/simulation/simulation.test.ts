import { beforeAll, describe, expect, it } from 'vitest'
import { createTokenProvider } from '../../src/index.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { MISTAKES } from './mistakes.js'
import { plantMistake } from './plant-mistake.js'
import { restoreGlobals } from './replace-globals.js'
import { type OldTokens, runSchedule, USERS } from './run-schedule.js'

const IS_FULL = process.env.TEST_FULL !== undefined
const TIMEOUT = IS_FULL ? 3_000_000 : 120_000

/** `SIMULATION_SEED=791` replays one schedule. */
const SEED = process.env.SIMULATION_SEED

/** How many schedules may pass before a planted mistake is found. */
const MAX_SEARCH = 8000

let tokens: OldTokens

beforeAll(async () => {
  const options = { issuedAt: NOW - 1000, expiresIn: 1_000_000 }
  const pairs = USERS.map(async id => [id, await fixedProvider().createToken(id, options)] as const)
  tokens = new Map(await Promise.all(pairs))
})

/** Runs schedules until something is wrong in one; returns what, with the seed that replays them. */
async function firstWrong(
  create: typeof createTokenProvider,
  first: number,
  count: number,
): Promise<string[]> {
  for (let seed = first; seed < first + count; seed++) {
    const wrong = await runSchedule(create, seed, tokens)
    restoreGlobals()
    if (wrong.length > 0) return wrong.map(one => `SIMULATION_SEED=${seed}: ${one}`)
  }
  return []
}

describe('the simulation of two processes, a store and Stream', () => {
  const count = SEED !== undefined ? 1 : IS_FULL ? 100_000 : 1000

  it(`finds nothing wrong in ${count} schedules`, { timeout: TIMEOUT }, async () => {
    expect(await firstWrong(createTokenProvider, Number(SEED ?? 1), count)).toEqual([])
  })

  it.each(MISTAKES)('finds a planted mistake: %s', { timeout: TIMEOUT }, async (...mistake) => {
    const [, , , , first] = mistake
    expect(await firstWrong(await plantMistake(mistake), IS_FULL ? 1 : first, MAX_SEARCH)).not.toEqual([])
  })
})
