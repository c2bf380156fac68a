import { defineConfig } from 'vitest/config'

export default defineConfig({
  // The test files do not interfere with each other, and starting a worker for each would double the time.
  test: {
    include: ['test/**/*.test.ts'],
    isolate: false,
    testTimeout: 15_000,
    hookTimeout: 20_000,
    unstubEnvs: true,
  },
})
