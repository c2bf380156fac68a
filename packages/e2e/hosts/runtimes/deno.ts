import { fileURLToPath } from 'node:url'
import { runtimePath } from '../../src/runtime-path.js'
import { runtimeHost } from './runtime-host.js'
import { startRuntime } from './start-runtime.js'

const entry = fileURLToPath(new URL('../../fetch/deno.ts', import.meta.url))

/** The app contains key and secret: it may listen, and find and call the stand-in for Stream. */
const permissions = ['--allow-net=127.0.0.1', '--allow-env=CONFORMANCE_STREAM_URL']
const args = ['run', '--no-prompt', '--no-remote', ...permissions, entry]

export const deno = runtimeHost(
  'deno',
  () => runtimePath('deno'),
  (program, env) => startRuntime(program, args, { NO_COLOR: '1', DENO_NO_UPDATE_CHECK: '1', ...env }),
)
