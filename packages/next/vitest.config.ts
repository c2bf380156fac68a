import { defineConfig } from 'vitest/config'

export default defineConfig({
  // The test files do not interfere with each other, and starting a worker for each would double the time.
  test: { include: ['test/**/*.test.ts'], isolate: false, unstubEnvs: true },
})
