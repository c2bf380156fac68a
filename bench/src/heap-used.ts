import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** The used heap after a garbage collection, in bytes. */
export function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}
