import { afterEach, inject, vi } from 'vitest'
import { createKeyring } from '../src/keyring.js'

// Before every file: workers and their modules are shared, and each project must still meet its own engine.
const signed = createKeyring(() => ['s'.repeat(32)])
  .newest()
  .sign('{}')
const found = typeof signed === 'string' ? 'node' : 'web'
if (found !== inject('engine'))
  throw new Error(`This is the project ${inject('engine')}, on the engine ${found}.`)

// Vitest undoes stubs before the next test: by then the next file of this worker has been imported with them.
afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})
