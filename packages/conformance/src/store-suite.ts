import { describe, it } from 'vitest'
import type { OpenStore } from './store/store-case.js'
import { STORE_CASES } from './store/store-cases.js'

/** What a store guarantees in addition to the contract. */
export interface StoreSuiteOptions {
  /** Whether the store keeps its data when it is opened again at the same place. Default false. */
  readonly durable?: boolean
  /** Whether several stores can be open at the same place at once, as those of several instances are. Default false. */
  readonly shared?: boolean
  /**
   * Opens a store that folded or lost what it knew, so that it has a floor, and no cutoffs and blocks. Default: none; the
   * store never has a floor.
   */
  readonly withFloor?: OpenStore
}

/**
 * Declares the tests that every `RevocationStore` must pass: how changes merge, whom they affect, what writes return, how
 * late, repeated and concurrent writes behave, and how it is opened and closed.
 *
 * @param open - Creates the store at a place. Each test uses a new place, where the store must be empty, and calls the
 * store's `open` before it uses it.
 *
 * @example
 * ```ts
 * import { storeSuite } from '@stream-token/conformance'
 * import { memoryRevocationStore } from '@stream-token/core'
 *
 * storeSuite('memory', () => memoryRevocationStore())
 * ```
 */
export function storeSuite(
  name: string,
  open: OpenStore,
  { durable = false, shared = false, withFloor }: StoreSuiteOptions = {},
): void {
  /** How the subjects that not every store has are opened; undefined: they are skipped. */
  const optional: ReadonlyMap<string, OpenStore | undefined> = new Map([
    ['durable', durable ? open : undefined],
    ['shared', shared ? open : undefined],
    ['floor', withFloor],
  ])
  describe(`the ${name} store`, () => {
    for (const [subject, cases] of STORE_CASES) {
      const opening = optional.has(subject) ? optional.get(subject) : open
      if (opening === undefined) continue
      describe(subject, () => {
        it.each(cases.map(one => [one.rule, one] as const))('%s', (_, one) => one.check(opening))
      })
    }
  })
}
