import type { Contender } from './contender.js'

/** Operations between two reads of the clock. */
const BATCH = 8

/**
 * Runs a contender for some milliseconds. Returns the CPU time per operation, in microseconds.
 *
 * CPU time, not wall time: it includes the thread pool and excludes other processes.
 */
export async function takeTurn({ run }: Contender, milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds
  const before = process.cpuUsage()
  let operations = 0
  do {
    for (let at = 0; at < BATCH; at++) {
      const result = run()
      if (result instanceof Promise) await result
    }
    operations += BATCH
  } while (performance.now() < end)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / operations
}
