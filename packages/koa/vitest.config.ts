import { defineConfig } from 'vitest/config'

export default defineConfig({
  // No file stands in another's way, and a worker anew for each would take as long as the tests.
  test: { include: ['test/**/*.test.ts'], isolate: false, unstubEnvs: true },
})
