import type { Cutoffs, Revocation, RevocationStore } from '@stream-token/core'
import { expect } from 'vitest'

/**
 * Opens the store that is to be tested.
 *
 * @param place - Where it keeps what it is told: a name that it has not been given before is empty. A store in memory
 * ignores it; others take it for a file's name, a table's or a key's prefix. It has letters, digits and `_` only.
 */
export type OpenStore = (place: string) => RevocationStore | Promise<RevocationStore>

/** One rule of the contract, and the check that a store keeps it. */
export interface StoreCase {
  /** What a store does that keeps the rule; unique. */
  readonly rule: string
  /** Rejects where the rule is broken. */
  check(open: OpenStore): Promise<void>
}

/** A moment of 2023, in seconds. */
export const START = 1_700_000_000

/** A moment of 2096: a block that ends there is in force, and may not be dropped. */
export const FAR = 4_000_000_000

/** A place that no test had before. */
export function newPlace(): string {
  return `place_${crypto.randomUUID().replaceAll('-', '')}`
}

/** A rule that is checked on one empty store, which is closed at the end. */
export function storeCase(rule: string, check: (store: RevocationStore) => Promise<void>): StoreCase {
  return {
    rule,
    async check(open) {
      const store = await open(newPlace())
      try {
        await check(store)
      } finally {
        await store.close?.()
      }
    },
  }
}

/** Expects what is in force for a user; what is not named must not be in force. */
export async function expectState(store: RevocationStore, userId: string, state: Cutoffs): Promise<void> {
  expect(inForce(await store.read(userId)), `what is in force for ${userId}`).toEqual(inForce(state))
}

/** What is in force according to an answer; a field may be missing or undefined. */
export function inForce({ user, app, blockedUntil }: Cutoffs): Cutoffs {
  return {
    ...(user !== undefined && { user }),
    ...(app !== undefined && { app }),
    ...(blockedUntil !== undefined && { blockedUntil }),
  }
}

/** Writes changes one after the other, each on its own. */
export async function writeEach(store: RevocationStore, ...changes: readonly Revocation[]): Promise<void> {
  for (const change of changes) await store.write([change])
}
