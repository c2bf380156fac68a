import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The whole suite once for each HS256 engine, against the sources. */
const project = (engine: 'node' | 'web') => ({
  resolve: {
    alias: { '#hs256': fileURLToPath(new URL(`src/token/hs256/${engine}.ts`, import.meta.url)) },
  },
  test: {
    name: engine,
    include: ['test/**/*.test.ts'],
    // It replaces timers, which the other engine needs: its keys are made in other threads.
    exclude: engine === 'web' ? ['test/simulation/**'] : [],
    provide: { engine },
    // Full counts take as long as they take.
    testTimeout: process.env.TEST_FULL === undefined ? 20_000 : 600_000,
    setupFiles: ['test/fixture/engine-under-test.ts'],
    // No file leaves anything behind, and a worker anew for each costs more than all the tests.
    isolate: false,
  },
})

export default defineConfig({ test: { projects: [project('node'), project('web')] } })
