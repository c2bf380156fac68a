import { randomInt } from 'node:crypto'
import type { RouteSuiteOptions } from '@stream-token/conformance'

/** A new sample in every run. `TEST_SEED` repeats the sample whose seed is in a test's name. */
const seed = Number(process.env.TEST_SEED ?? randomInt(1_000_000))

/** All cases in the first set-up of a host and a sample in the others. With `TEST_FULL`, all cases in all set-ups. */
export const ROUTE_SAMPLE: Pick<RouteSuiteOptions, 'sample'> =
  process.env.TEST_FULL === undefined ? { sample: { cases: 50, seed } } : {}

/** For hosts that serve the same app: a sample of the cases in every set-up. With `TEST_FULL`, all of them. */
export const SAME_APP_SAMPLE: Pick<RouteSuiteOptions, 'sample'> =
  process.env.TEST_FULL === undefined ? { sample: { cases: 120, seed, isForFirst: true } } : {}
