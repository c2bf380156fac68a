/** How many users have a cutoff. */
export const USERS = 1_000_000

/** How many changes are written or loaded at once. */
const BATCH = 1000

/** The user of a number: 15 characters, as many ids have. */
export function idOf(at: number): string {
  return `user-${String(at).padStart(10, '0')}`
}

/** The cutoff of a user, in milliseconds. */
export function cutoffOf(at: number): number {
  return 1_700_000_000_000 + at
}

/** The changes that give each user a cutoff, in batches. */
export function* changes() {
  for (let from = 0; from < USERS; from += BATCH)
    yield Array.from({ length: BATCH }, (_, at) => ({
      userId: idOf(from + at),
      cutoff: { version: 1, value: cutoffOf(from + at) / 1000 },
    }))
}
