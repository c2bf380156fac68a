import { defineConfig } from 'vitest/config'

const isFull = process.env.TEST_FULL !== undefined

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 15_000,
    // Samples mostly wait, for browsers and clocks, and do it two files at a time; whole counts need the machine.
    fileParallelism: !isFull,
    maxWorkers: isFull ? 1 : 2,
    maxConcurrency: 4,
  },
})
