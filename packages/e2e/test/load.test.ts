import { type LoadSuiteOptions, loadSuite, ownProcess } from '@stream-token/conformance'
import { describe } from 'vitest'
import { LOAD_EXCEPTIONS } from '../hosts/exceptions/load.js'
import { HOSTS } from '../hosts/index.js'
import { NEXT_NODE_HOSTS } from '../hosts/next.js'

const isFull = process.env.TEST_FULL !== undefined
const COUNTS: LoadSuiteOptions = {
  longestWait: 4,
  ...(isFull ? { requests: 10_000, slowSockets: 500, aborts: 1000 } : { requests: 300 }),
}

/** The built JavaScript: the hosts' processes run without TypeScript and vitest. */
const program = new URL('../dist/hosts/host-process.js', import.meta.url)

const expectedErrorsOf = (name: string): readonly string[] =>
  LOAD_EXCEPTIONS.filter(({ hosts }) => hosts.includes(name)).flatMap(({ errors }) => errors)

// The sampled tests mostly wait, so they run concurrently. The full tests need the whole machine and its file descriptors.
const describeAll = isFull ? describe : describe.concurrent

describeAll('every Node host', () => {
  const hosts = [...HOSTS.map(host => ownProcess(host, program)), ...NEXT_NODE_HOSTS]
  for (const host of hosts) loadSuite(host, { ...COUNTS, expectedErrors: expectedErrorsOf(host.name) })
})
