import type { Revocation, RevocationState, RevocationStore, Versioned } from '@stream-token/core'
import { expect } from 'vitest'
import { START } from './pairs.js'

/**
 * Creates the store under test, without calling its `open`.
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

/** The pairs of one user and of the app. A floor is not among them: a new place may have one. */
export type Pairs = Pick<RevocationState, 'user' | 'app' | 'block'>

/** Returns a place that no other test uses. */
export function newPlace(): string {
  return `place_${crypto.randomUUID().replaceAll('-', '')}`
}

/** Creates a store and opens it, as a provider does before the first use. */
export async function openAt(open: OpenStore, place: string): Promise<RevocationStore> {
  const store = await open(place)
  store.open?.({ apiKey: 'conformance', clock: () => START * 1000, notify: () => {} })
  return store
}

/** Creates a rule that is checked on one store at a new place. The store is closed at the end. */
export function storeCase(rule: string, check: (store: RevocationStore) => Promise<void>): StoreCase {
  return {
    rule,
    async check(open) {
      const store = await openAt(open, newPlace())
      try {
        await check(store)
      } finally {
        await store.close?.()
      }
    },
  }
}

/** Expects that exactly these pairs are stored for a user, or with undefined for everybody, in the copy and fresh. */
export async function expectState(
  store: RevocationStore,
  userId: string | undefined,
  state: Pairs,
): Promise<void> {
  for (const [kind, found] of [
    ['copy', await store.read(userId)],
    ['fresh', await store.read(userId, { fresh: true })],
  ] as const) {
    const message = `state of ${userId ?? 'everybody'} (${kind})`
    expect(found, message).toBeTypeOf('object')
    expect(pairsOf(found), message).toEqual(state)
  }
}

/** The pairs of a state, without members that are undefined. */
export function pairsOf(state: RevocationState | undefined): Pairs {
  const { user, app, block } = state ?? {}
  return {
    ...(user !== undefined && { user: plain(user) }),
    ...(app !== undefined && { app: plain(app) }),
    ...(block !== undefined && { block: plain(block) }),
  }
}

/** Writes changes one after the other, each in its own write. */
export async function writeEach(store: RevocationStore, ...changes: readonly Revocation[]): Promise<void> {
  for (const change of changes) await store.write([change])
}

/** Only the two members that the contract names: rows of a database may have others. */
function plain({ version, value }: Versioned): Versioned {
  return { version, value }
}
