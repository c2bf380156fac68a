import { setImmediate } from 'node:timers/promises'
import { vi } from 'vitest'

/** Puts timers, and with them the time that providers without a clock of their own tell, in the test's hands. */
export function fakeTime(seconds: number): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'], now: seconds * 1000 })
}

/** Lets everything that waits for no timer come to rest. */
export async function rest(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await setImmediate()
}

/** Fires timers, one after the other, until a promise settles; after the test, when time is real again, they fire alone. */
export async function settled<Value>(promise: Promise<Value>): Promise<Value> {
  if (!vi.isFakeTimers()) return promise
  let over = false
  const end = (): void => {
    over = true
  }
  promise.then(end, end)
  await rest()
  while (!over) {
    // What a test leaves for its end runs when time is the machine's again.
    if (vi.isFakeTimers()) vi.advanceTimersToNextTimer()
    await setImmediate()
  }
  return promise
}
