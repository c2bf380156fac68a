import { randomInt } from 'node:crypto'
import type { RouteSuiteOptions } from '@stream-token/conformance'

/** Another choice in every run; `TEST_SEED` repeats the one that a test's name tells. */
const seed = Number(process.env.TEST_SEED ?? randomInt(1_000_000))

/** All cases in the first set-up of a host and some in the others, unless `TEST_FULL` asks for all of them everywhere. */
export const ROUTE_SAMPLE: Pick<RouteSuiteOptions, 'sample'> =
  process.env.TEST_FULL === undefined ? { sample: { cases: 50, seed } } : {}
