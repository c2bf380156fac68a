import { fileURLToPath } from 'node:url'
import { bunPath } from '../../src/real-parts.js'
import { runtimeHost } from './runtime-host.js'
import { startRuntime } from './runtime-process.js'

const entry = fileURLToPath(new URL('../../fetch/bun.ts', import.meta.url))

export const bun = runtimeHost('bun', bunPath, program => startRuntime(program, ['run', entry]))
