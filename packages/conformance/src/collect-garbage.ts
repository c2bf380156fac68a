import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Collects garbage now, and returns how many bytes of the heap are in use afterwards. */
export function collectGarbage(): number {
  // A context created after the flag is set has `gc`, even if the process was started without the flag.
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  collect()
  collect()
  return process.memoryUsage().heapUsed
}
