import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { workerdPath } from '../src/real-parts.js'
import { runtimeHost } from './runtime-host.js'
import { type RuntimeProcess, startRuntime } from './runtime-process.js'

const app = fileURLToPath(new URL('../fetch', import.meta.url))

/** Bundles the worker for the conditions that Wrangler sets, and serves it. Once workerd listens it has read all. */
async function start(program: string): Promise<RuntimeProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'workerd-'))
  const config = join(folder, 'workerd.capnp')
  try {
    await copyFile(join(app, 'workerd.capnp'), config)
    await build({
      entryPoints: [join(app, 'worker.ts')],
      outfile: join(folder, 'worker.js'),
      bundle: true,
      format: 'esm',
      platform: 'neutral',
      mainFields: ['module', 'main'],
      conditions: ['workerd', 'worker', 'browser'],
    })
    return await startRuntime(program, ['serve', config, '--control-fd=1'])
  } finally {
    await rm(folder, { recursive: true })
  }
}

export const workerd = runtimeHost('workerd', workerdPath, start)
