import { workerdPath } from '../../src/real-parts.js'
import { runtimeHost } from './runtime-host.js'
import { startWorker } from './start-worker.js'

export const workerd = runtimeHost('workerd', workerdPath, program =>
  startWorker(program, 'worker.ts', 'webAlone'),
)
