import { randomInt } from 'node:crypto'
import type { RouteSuiteOptions } from '@stream-token/conformance'

/** Another choice in every run; `TEST_SEED` repeats the one that a test's name tells. */
const seed = Number(process.env.TEST_SEED ?? randomInt(1_000_000))

/** All cases in the first set-up of a host and some in the others, unless `TEST_FULL` asks for all of them everywhere. */
export const ROUTE_SAMPLE: Pick<RouteSuiteOptions, 'sample'> =
  process.env.TEST_FULL === undefined ? { sample: { cases: 50, seed } } : {}

/** For hosts that serve one and the same app: some of the cases in every set-up. */
export const SAME_APP_SAMPLE: Pick<RouteSuiteOptions, 'sample'> =
  process.env.TEST_FULL === undefined ? { sample: { cases: 120, seed, isForFirst: true } } : {}
