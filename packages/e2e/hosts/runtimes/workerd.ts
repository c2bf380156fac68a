import { runtimePath } from '../../src/runtime-path.js'
import { runtimeHost } from './runtime-host.js'
import { startWorker } from './start-worker.js'

export const workerd = runtimeHost(
  'workerd',
  () => runtimePath('workerd'),
  (program, env) => startWorker(program, 'worker.ts', 'webAlone', env),
)
