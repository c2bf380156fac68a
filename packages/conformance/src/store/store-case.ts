import type { Cutoffs, Revocation, RevocationStore } from '@stream-token/core'
import { expect } from 'vitest'

/**
 * Opens the store under test.
 *
 * @param place - The name of the place where the store keeps its data. A new place is empty. Memory stores ignore it;
 * others use it as the name of a file or table, or as a key prefix. It contains only letters, digits and `_`.
 */
export type OpenStore = (place: string) => RevocationStore | Promise<RevocationStore>

/** One rule of the contract, and its check. */
export interface StoreCase {
  /** What a correct store does; unique. */
  readonly rule: string
  /** Rejects if the store breaks the rule. */
  check(open: OpenStore): Promise<void>
}

/** An instant in 2023, in seconds. */
export const START = 1_700_000_000

/** An instant in 2096, in seconds: a block until then is in force, and the store must keep it. */
export const FAR = 4_000_000_000

/** Returns a place that no other test uses. */
export function newPlace(): string {
  return `place_${crypto.randomUUID().replaceAll('-', '')}`
}

/** Creates a rule that is checked on one empty store. The store is closed at the end. */
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

/** Expects that exactly this state is in force for a user. */
export async function expectState(store: RevocationStore, userId: string, state: Cutoffs): Promise<void> {
  expect(inForce(await store.read(userId)), `state of ${userId}`).toEqual(inForce(state))
}

/** Removes the undefined fields of a state. */
export function inForce({ user, app, blockedUntil }: Cutoffs): Cutoffs {
  return {
    ...(user !== undefined && { user }),
    ...(app !== undefined && { app }),
    ...(blockedUntil !== undefined && { blockedUntil }),
  }
}

/** Writes changes one after the other, each in its own write. */
export async function writeEach(store: RevocationStore, ...changes: readonly Revocation[]): Promise<void> {
  for (const change of changes) await store.write([change])
}
