import { BLOCK_CASES } from './block-cases.js'
import { CONCURRENCY_CASES } from './concurrency-cases.js'
import { CUTOFF_CASES } from './cutoff-cases.js'
import { FLOOR_CASES } from './floor-cases.js'
import { KEY_CASES } from './key-cases.js'
import { DURABLE_CASES, LIFE_CASES } from './life-cases.js'
import { SHARED_CASES } from './shared-cases.js'
import type { StoreCase } from './store-case.js'
import { WRITE_CASES } from './write-cases.js'

/**
 * All rules of the contract of a `RevocationStore`, by subject. 'durable' is for stores that persist their data, 'shared'
 * for stores that several instances use, and 'floor' for stores that have one.
 */
export const STORE_CASES: ReadonlyMap<string, readonly StoreCase[]> = new Map([
  ['cutoffs', CUTOFF_CASES],
  ['blocks', BLOCK_CASES],
  ['users and the app', KEY_CASES],
  ['writes', WRITE_CASES],
  ['concurrency', CONCURRENCY_CASES],
  ['life', LIFE_CASES],
  ['durable', DURABLE_CASES],
  ['shared', SHARED_CASES],
  ['floor', FLOOR_CASES],
])
