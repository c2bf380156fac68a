import { defineConfig } from 'vitest/config'

export default defineConfig({
  // The test files do not affect each other, and a new worker for each would take as long as the tests.
  test: { include: ['test/**/*.test.ts'], isolate: false },
})
