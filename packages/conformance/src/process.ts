// Helpers for a Node process that serves apps under test, without the suites and vitest.
export type { Host } from './host.js'
export { serveParent } from './load/serve-parent.js'
export { type ProcessFacts, watchProcess } from './load/watch-process.js'
