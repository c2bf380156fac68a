import { allCells, type Host } from '@stream-token/conformance'
import { baseIn } from '../../fetch/base-in.js'
import type { ServerProcess } from '../server-process.js'

/** A host in a program of its own. */
export interface RuntimeHost extends Host {
  /** Where the program is; undefined: not on this machine. */
  readonly program: () => string | undefined
  stop(): Promise<void>
}

/**
 * Makes the host of a runtime that is not Node. Its app cannot be handed a setting, so it holds them all, and a segment of
 * the path names one.
 */
export function runtimeHost(
  name: string,
  program: () => string | undefined,
  start: (program: string) => Promise<ServerProcess>,
): RuntimeHost {
  let running: Promise<ServerProcess> | undefined
  return {
    name,
    cells: allCells(['none']),
    passesOn: false,
    program,
    async serve(spec) {
      running ??= start(program() ?? '')
      const { url } = await running
      // The process goes on: the next set-up is asked of it too.
      return { url, base: baseIn(spec), close: async () => {} }
    },
    async stop() {
      await (await running)?.stop()
      running = undefined
    },
  }
}
