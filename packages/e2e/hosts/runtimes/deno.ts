import { fileURLToPath } from 'node:url'
import { denoPath } from '../../src/real-parts.js'
import { runtimeHost } from './runtime-host.js'
import { startRuntime } from './runtime-process.js'

const entry = fileURLToPath(new URL('../../fetch/deno.ts', import.meta.url))

/** The app is given key and secret, so that of all that Deno can permit it needs to listen, and no more. */
const args = ['run', '--no-prompt', '--no-remote', '--allow-net=127.0.0.1', entry]

export const deno = runtimeHost('deno', denoPath, program =>
  startRuntime(program, args, { NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1' }),
)
