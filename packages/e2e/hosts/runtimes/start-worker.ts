import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { ServerProcess } from '../server-process.js'
import { startRuntime } from './start-runtime.js'

const entries = fileURLToPath(new URL('../../fetch', import.meta.url))

/** The configurations in `workerd.capnp`. */
type Config = 'withNode' | 'webAlone'

/**
 * Bundles a worker with the conditions that Wrangler sets, and serves it. workerd reads all files before it listens. It has no
 * environment: the bundler replaces the variables of `env`.
 */
export async function startWorker(
  program: string,
  entry: string,
  name: Config,
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const variables = Object.entries(env).map(([name, value]) => [`process.env.${name}`, JSON.stringify(value)])

  const folder = await mkdtemp(join(tmpdir(), 'workerd-'))
  const config = join(folder, 'workerd.capnp')
  try {
    await copyFile(join(entries, 'workerd.capnp'), config)
    await build({
      entryPoints: [join(entries, entry)],
      outfile: join(folder, 'worker.js'),
      bundle: true,
      format: 'esm',
      platform: 'neutral',
      mainFields: ['module', 'main'],
      conditions: ['workerd', 'worker', 'browser'],
      define: Object.fromEntries(variables),
    })
    return await startRuntime(program, ['serve', config, name, '--control-fd=1'])
  } finally {
    await rm(folder, { recursive: true })
  }
}
