import { defineConfig } from 'vitest/config'

const isFull = process.env.TEST_FULL !== undefined

/** Walks through pages in a browser. They do not depend on the Node version. */
const WALKS = ['demo', 'demo-express', 'token-page', 'chat-components']

/** The walk on Express again, on the other servers. */
const OTHER_SERVERS = ['demo-koa', 'demo-next']

/** A sample has the walks on Express, and the full tests have those on the other servers. */
const skipped =
  process.env.OTHER_NODE === undefined ? (isFull ? WALKS : OTHER_SERVERS) : [...WALKS, ...OTHER_SERVERS]

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: skipped.map(name => `test/${name}.test.ts`),
    testTimeout: 15_000,
    // Titles name the cases of the suites in whole: exceptions refer to them.
    chaiConfig: { truncateThreshold: 0 },
    // A poll waits for a browser or a hold of up to 1.4 s; by default it has one second.
    expect: { poll: { timeout: 10_000 } },
    // The sampled tests mostly wait for browsers and clocks: run three files at a time. The full tests need all of the machine.
    fileParallelism: !isFull,
    maxWorkers: isFull ? 1 : 3,
    maxConcurrency: 4,
  },
})
