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
    exclude: ['test/simulation/**'],
    provide: { engine },
    // Full counts take as long as they take.
    testTimeout: process.env.TEST_FULL === undefined ? 20_000 : 600_000,
    setupFiles: ['test/fixture/no-timer-left.ts', 'test/fixture/engine-under-test.ts'],
    // No file leaves anything behind, and a worker anew for each costs more than all the tests.
    isolate: false,
  },
})

const node = project('node')

/**
 * In a worker of its own: it replaces timers, and another file's must not be among them. Not on the other engine, which makes
 * keys in other threads.
 */
const simulation = {
  ...node,
  test: {
    ...node.test,
    name: 'simulation',
    include: ['test/simulation/**/*.test.ts'],
    exclude: [],
    isolate: true,
  },
}

export default defineConfig({ test: { projects: [node, project('web'), simulation] } })
