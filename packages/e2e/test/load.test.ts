import { type LoadSuiteOptions, loadSuite, ownProcess } from '@stream-token/conformance'
import { describe } from 'vitest'
import { HOSTS } from '../hosts/index.js'
import { NEXT_NODE_HOSTS } from '../hosts/next.js'

const isFull = process.env.TEST_FULL !== undefined
const COUNTS: LoadSuiteOptions = isFull
  ? { requests: 10_000, slowSockets: 500, aborts: 1000 }
  : { requests: 300, longestWait: 4 }

/** As JavaScript: the processes of the hosts know neither TypeScript nor vitest. */
const program = new URL('../dist/hosts/host-process.js', import.meta.url)

/** What a framework does after the endpoint has done its part. */
const OWN_WAYS: Readonly<Record<string, LoadSuiteOptions>> = {
  // It does not ask whether anybody is there still to be answered; Node drops what it writes.
  hono: { faults: ['end of data to a response that is closed'] },
}

// Samples mostly wait, and do it together; whole counts need the machine, and as many files as a process may open.
const describeAll = isFull ? describe : describe.concurrent

describeAll('every Node host', () => {
  const hosts = [...HOSTS.map(host => ownProcess(host, program)), ...NEXT_NODE_HOSTS]
  for (const host of hosts) loadSuite(host, { ...COUNTS, ...OWN_WAYS[host.name] })
})
