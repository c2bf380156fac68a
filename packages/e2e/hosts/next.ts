import type { AppSpec, Cell, Mount, ProcessHost, Served } from '@stream-token/conformance'
import { startNext } from './next-process.js'
import type { ServerProcess } from './server-process.js'
import { streamVariable } from './stream-variable.js'

const MOUNTS: Readonly<Record<Mount, string>> = { root: '', prefix: '/mounted', nested: '/v1/auth' }

/** The running processes, by host. */
const processes = new Map<string, Promise<ServerProcess>>()

/**
 * Creates the host of one of Next's runtimes. Each runs the same build in its own process. The app cannot receive
 * settings, so it serves all of them, and a segment of the path selects one.
 */
function nextHost(
  name: string,
  cells: readonly Cell[],
  mountOf: (cell: Cell, setting: string) => string,
): ProcessHost {
  function running(env: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    const process = processes.get(name) ?? startNext({ HOST_UNDER_TEST: name, ...env })
    processes.set(name, process)
    return process
  }
  async function serve(spec: AppSpec): Promise<Served> {
    const { url } = await running(streamVariable(spec))
    const mount = mountOf(spec, spec.setting.replaceAll(' ', '-'))
    // The process keeps running: the next set-up uses it too.
    return { url, base: `${mount}/stream`, own: `${mount}/own`, close: async () => {} }
  }
  return {
    name,
    cells,
    passesOn: false,
    serve,
    async facts() {
      const { url } = await running()
      // On a separate connection, which is closed so that it does not count as a resource.
      const response = await fetch(`${url}/facts`, { headers: { connection: 'close' } })
      return response.json()
    },
    async stop() {
      const process = processes.get(name)
      processes.delete(name)
      await (await process)?.stop()
    },
  }
}

const nextApp = nextHost(
  'next app',
  [
    { parser: 'none', mount: 'root' },
    { parser: 'none', mount: 'prefix' },
    { parser: 'none', mount: 'nested' },
  ],
  ({ mount }, setting) => `/${setting}${MOUNTS[mount]}`,
)

const nextEdge = nextHost(
  'next edge',
  [
    { parser: 'none', mount: 'prefix' },
    { parser: 'none', mount: 'nested' },
  ],
  ({ mount }, setting) => `/edge/${setting}${mount === 'nested' ? MOUNTS.nested : ''}`,
)

const nextPages = nextHost(
  'next pages',
  [
    { parser: 'none', mount: 'prefix' },
    { parser: 'parsed', mount: 'prefix' },
    { parser: 'none', mount: 'nested' },
    { parser: 'parsed', mount: 'nested' },
  ],
  ({ parser, mount }, setting) => `/api/${parser}/${setting}${mount === 'nested' ? MOUNTS.nested : ''}`,
)

/** All hosts on Next. */
export const NEXT_HOSTS: readonly ProcessHost[] = [nextApp, nextPages, nextEdge]

/** The hosts on Next that run on Node. */
export const NEXT_NODE_HOSTS: readonly ProcessHost[] = [nextApp, nextPages]

export async function stopNextHosts(): Promise<void> {
  for (const host of NEXT_HOSTS) await host.stop()
}
