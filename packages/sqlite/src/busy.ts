import type { Client } from '@libsql/client'
import { wait } from './wait.js'

/** The pause after another connection had the lock, in milliseconds. */
const PAUSE = 20

/** Whether a statement failed because another connection has the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^SQLITE_(BUSY|LOCKED)/.test(String(error.code))
}

/** Waits before the lock is tried again: with timers, since SQLite's own `busy_timeout` would block the event loop. */
export function pause(signal: AbortSignal): Promise<void> {
  // Random, so that processes that wait for the lock do not return at the same time.
  return wait(PAUSE * (0.5 + Math.random()), signal)
}

/**
 * Rejects if another connection has the lock. Transactions begin after it: of libsql's methods, only this one ends its
 * statement when that fails.
 */
export function checkLock(client: Client): Promise<void> {
  return client.executeMultiple('begin immediate; rollback')
}

/** Waits until no other connection has the lock. */
export async function untilFree(client: Client, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    try {
      return await checkLock(client)
    } catch (error) {
      if (!isBusy(error)) throw error
    }
    await pause(signal)
  }
}
