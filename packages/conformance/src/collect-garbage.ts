import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Collects garbage now, and tells how many bytes of heap are in use after it. */
export function collectGarbage(): number {
  // A context made after the flag is set has the function, however the process was started.
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  collect()
  collect()
  return process.memoryUsage().heapUsed
}
