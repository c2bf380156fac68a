// What a process of Node that serves apps under test does beside. Without the suites, and so without vitest.
export type { Host } from './host.js'
export { serveParent } from './load/serve-parent.js'
export { type ProcessFacts, watchProcess } from './load/watch-process.js'
