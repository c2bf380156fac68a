import { defineConfig } from 'vitest/config'

export default defineConfig({
  // No file stands in another's way, and a worker anew for each would take as long as the tests.
  test: {
    include: ['test/**/*.test.ts'],
    isolate: false,
    testTimeout: 15_000,
    hookTimeout: 20_000,
    unstubEnvs: true,
  },
})
