import { describe, expect, it } from 'vitest'
import { createMirror } from '../../src/index.js'
import { MISTAKES } from './mistakes.js'
import { plantMistake } from './plant-mistake.js'
import { runSchedule } from './run-schedule.js'

const IS_FULL = process.env.TEST_FULL !== undefined
const TIMEOUT = IS_FULL ? 3_000_000 : 120_000

/** `SIMULATION_SEED=791` replays one schedule. */
const SEED = process.env.SIMULATION_SEED

/** How many schedules may pass before a planted mistake is found. */
const MAX_SEARCH = 8000

/** Runs schedules until something is wrong in one; returns what, with the seed that replays it. */
async function firstWrong(create: typeof createMirror, first: number, count: number): Promise<string[]> {
  for (let seed = first; seed < first + count; seed++) {
    const wrong = await runSchedule(create, seed)
    if (wrong.length > 0) return wrong.map(one => `SIMULATION_SEED=${seed}: ${one}`)
  }
  return []
}

describe('the simulation of mirrors and their server', () => {
  const count = SEED !== undefined ? 1 : IS_FULL ? 100_000 : 500

  it(`finds nothing wrong in ${count} schedules`, { timeout: TIMEOUT }, async () => {
    expect(await firstWrong(createMirror, Number(SEED ?? 1), count)).toEqual([])
  })

  it.each(MISTAKES)('finds a planted mistake: %s', { timeout: TIMEOUT }, async (...mistake) => {
    const [, , , , first] = mistake
    expect(await firstWrong(await plantMistake(mistake), IS_FULL ? 1 : first, MAX_SEARCH)).not.toEqual([])
  })
})
