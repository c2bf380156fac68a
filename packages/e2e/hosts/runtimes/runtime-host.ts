import { allCells, type Host } from '@stream-token/conformance'
import { baseIn, ownIn } from '../../fetch/base-in.js'
import type { ServerProcess } from '../server-process.js'
import { streamVariable } from '../stream-variable.js'

/** A host that runs as its own program. */
export interface RuntimeHost extends Host {
  /** The path of the program. Undefined if it is not installed. */
  readonly program: () => string | undefined
  stop(): Promise<void>
}

/**
 * Creates the host of a runtime other than Node. Its app cannot receive settings, so it serves all of them, and a segment
 * of the path selects one.
 */
export function runtimeHost(
  name: string,
  program: () => string | undefined,
  start: (program: string, env: Readonly<Record<string, string>>) => Promise<ServerProcess>,
): RuntimeHost {
  let running: Promise<ServerProcess> | undefined
  return {
    name,
    cells: allCells(['none']),
    passesOn: false,
    program,
    async serve(spec) {
      running ??= start(program() ?? '', streamVariable(spec))
      const { url } = await running
      // The process keeps running: the next set-up uses it too.
      return { url, base: baseIn(spec), own: ownIn(spec), close: async () => {} }
    },
    async stop() {
      await (await running)?.stop()
      running = undefined
    },
  }
}
