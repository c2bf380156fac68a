import { fileURLToPath } from 'node:url'
import { runtimePath } from '../../src/runtime-path.js'
import { runtimeHost } from './runtime-host.js'
import { startRuntime } from './start-runtime.js'

const entry = fileURLToPath(new URL('../../fetch/bun.ts', import.meta.url))

export const bun = runtimeHost(
  'bun',
  () => runtimePath('bun'),
  (program, env) => startRuntime(program, ['run', entry], env),
)
