import type { StoreNotice } from '@stream-token/core'

/** How long ago it was proven that the copy has all that the server has. */
export interface Freshness {
  /** Seconds since the call began that is the last proof. */
  age(): number
  /** Whether checks may read the copy alone. */
  isFresh(now: number): boolean
  /** Whether checks may read the copy while the server does not respond. */
  isUsable(): boolean
  prove(at: number): void
  /** A check has found the copy stale. */
  reportStale(): void
  /** Nobody uses the copy. It becomes stale without a failure. */
  rest(): void
}

/** Creates the record. A copy without a proof for half of `maxStale` is stale; the other half is for failures. */
export function createFreshness(
  elapsed: () => number,
  maxStale: number,
  notify: (notice: StoreNotice) => void,
): Freshness {
  let provenAt = Number.NEGATIVE_INFINITY
  let isExpected = true
  let isReported = false
  const age = (): number => elapsed() - provenAt
  return {
    age,
    isFresh: now => now - provenAt < maxStale / 2,
    isUsable: () => age() < maxStale,
    prove(at) {
      provenAt = Math.max(provenAt, at)
      isExpected = false
      if (!isReported || age() >= maxStale / 2) return
      isReported = false
      notify({ type: 'store_is_fresh' })
    },
    reportStale() {
      if (isExpected || isReported) return
      isReported = true
      notify({ type: 'store_is_stale' })
    },
    rest() {
      isExpected = true
    },
  }
}
