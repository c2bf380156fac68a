import { describe, it } from 'vitest'
import type { OpenStore } from './store/store-case.js'
import { STORE_CASES } from './store/store-cases.js'

/** What a store promises beside the contract. */
export interface StoreSuiteOptions {
  /** Whether it outlives its process: opened again at the same place it still knows. Default false. */
  readonly durable?: boolean
}

/**
 * Declares the tests that every `RevocationStore` passes: how changes merge, for whom they hold, what writes answer, and
 * what holds when many happen at once.
 *
 * @param open - Opens the store at a place; each test names a new one, where the store must know of nobody.
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
