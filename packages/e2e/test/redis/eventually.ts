import { vi } from 'vitest'

/** Repeats until nothing is thrown; `expect.poll` does not work in tests that run at the same time. */
export const eventually = (attempt: () => Promise<unknown>): Promise<unknown> =>
  vi.waitFor(attempt, { timeout: 30_000, interval: 20 })
