import { describe, it } from 'vitest'
import type { OpenStore } from './store/store-case.js'
import { STORE_CASES } from './store/store-cases.js'

/** What a store guarantees in addition to the contract. */
export interface StoreSuiteOptions {
  /** Whether the store keeps its data when it is opened again at the same place. Default false. */
  readonly durable?: boolean
}

/**
 * Declares the tests that every `RevocationStore` must pass: how changes merge, whom they affect, what writes return, and
 * how concurrent writes behave.
 *
 * @param open - Opens the store at a place. Each test uses a new place, where the store must be empty.
 *
 * @example
 * ```ts
 * import { storeSuite } from '@stream-token/conformance'
 * import { memoryRevocationStore } from '@stream-token/core'
 *
 * storeSuite('memory', () => memoryRevocationStore())
 * ```
 */
export function storeSuite(name: string, open: OpenStore, { durable = false }: StoreSuiteOptions = {}): void {
  describe(`the ${name} store`, () => {
    for (const [subject, cases] of STORE_CASES) {
      if (subject === 'durable' && !durable) continue
      describe(subject, () => {
        it.each(cases.map(one => [one.rule, one] as const))('%s', (_, one) => one.check(open))
      })
    }
  })
}
