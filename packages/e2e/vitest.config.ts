import { defineConfig } from 'vitest/config'

const isFull = process.env.TEST_FULL !== undefined

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 15_000,
    // Titles name the cases of the suites in whole: exceptions refer to them.
    chaiConfig: { truncateThreshold: 0 },
    // A poll waits for a browser or a hold of up to 1.4 s; by default it has one second.
    expect: { poll: { timeout: 10_000 } },
    // The sampled tests mostly wait for browsers and clocks: run two files at a time. The full tests need all of the machine.
    fileParallelism: !isFull,
    maxWorkers: isFull ? 1 : 2,
    maxConcurrency: 4,
  },
})
