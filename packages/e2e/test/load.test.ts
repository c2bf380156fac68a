import { type LoadSuiteOptions, loadSuite, ownProcess } from '@stream-token/conformance'
import { describe } from 'vitest'
import { HOSTS } from '../hosts/index.js'
import { NEXT_NODE_HOSTS } from '../hosts/next.js'

const isFull = process.env.TEST_FULL !== undefined
const COUNTS: LoadSuiteOptions = isFull
  ? { requests: 10_000, slowSockets: 500, aborts: 1000 }
  : { requests: 500, longestWait: 2 }

/** As JavaScript: the processes of the hosts know neither TypeScript nor vitest. */
const program = new URL('../dist/hosts/host-process.js', import.meta.url)

/** What `@hono/node-server` does: it does not ask whether anybody is there to be answered. */
const FAULTS: Readonly<Record<string, readonly string[]>> = {
  hono: ['end of data to a response that is closed'],
}

// Samples mostly wait, and do it together; whole counts need the machine, and as many files as a process may open.
const describeAll = isFull ? describe : describe.concurrent

describeAll('every Node host', () => {
  for (const host of HOSTS) {
    loadSuite(ownProcess(host, program), { ...COUNTS, faults: FAULTS[host.name] ?? [] })
  }
  for (const host of NEXT_NODE_HOSTS) loadSuite(host, COUNTS)
})
