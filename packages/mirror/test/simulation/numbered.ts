import type { Versioned } from '@stream-token/core'

/** The pair of a revocation, as core numbers it. */
export function revoked(known: Versioned | undefined, value: number): Versioned {
  if (known === undefined) return { version: 1, value }
  const isInForce = known.version % 2 === 1
  const later = isInForce && Number(known.value) > value ? Number(known.value) : value
  return { version: known.version + (isInForce ? 2 : 1), value: later }
}

/** The pair of an undo. */
export function undone(known: Versioned | undefined): Versioned {
  if (known === undefined) return { version: 0, value: 0 }
  return known.version % 2 === 1 ? { ...known, version: known.version + 1 } : known
}
