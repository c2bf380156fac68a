import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** A command prefix that pins a program to the first processor, so that the load has the others. */
export function pinned(): readonly string[] {
  const prefix = ['taskset', '--cpu-list', '0']
  const [command = '', ...rest] = prefix
  const works = availableParallelism() > 1 && spawnSync(command, [...rest, 'true']).status === 0
  return works ? prefix : []
}
