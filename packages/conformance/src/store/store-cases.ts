import { BLOCK_CASES } from './block-cases.js'
import { CONCURRENCY_CASES } from './concurrency-cases.js'
import { CUTOFF_CASES } from './cutoff-cases.js'
import { KEY_CASES } from './key-cases.js'
import type { StoreCase } from './store-case.js'
import { DURABLE_CASES, WRITE_CASES } from './write-cases.js'

/** All rules of the contract of a `RevocationStore`, by subject. 'durable' is for stores that persist their data. */
export const STORE_CASES: ReadonlyMap<string, readonly StoreCase[]> = new Map([
  ['cutoffs', CUTOFF_CASES],
  ['blocks', BLOCK_CASES],
  ['users and the app', KEY_CASES],
  ['writes', WRITE_CASES],
  ['concurrency', CONCURRENCY_CASES],
  ['durable', DURABLE_CASES],
])
