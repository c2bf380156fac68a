import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** The words before a command that keep it on the first processor, so that the load has the others. */
export function pinned(): readonly string[] {
  const words = ['taskset', '--cpu-list', '0']
  const [command = '', ...rest] = words
  const works = availableParallelism() > 1 && spawnSync(command, [...rest, 'true']).status === 0
  return works ? words : []
}
