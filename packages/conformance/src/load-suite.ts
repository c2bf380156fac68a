import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { type AppSetting, LOW_MAX_PENDING } from './app-settings.js'
import { abortRequests } from './load/abort-requests.js'
import { countOutcomes } from './load/count-outcomes.js'
import { countsOf } from './load/counts-of.js'
import type { ProcessHost } from './load/own-process.js'
import { sendAtOnce } from './load/send-at-once.js'
import { sendRequest } from './load/send-request.js'
import { openSlowSockets } from './load/slow-sockets.js'
import { until } from './load/until.js'
import type { ProcessFacts } from './load/watch-process.js'
import { serveSetting } from './serve-setting.js'

/** The extent of the suite. */
export interface LoadSuiteOptions {
  /** How many requests are sent at once, at least 100. Below 7680 the app has a smaller `maxPending`. Default 1000. */
  readonly requests?: number
  /** How many connections send a byte a second. Default 50. */
  readonly slowSockets?: number
  /** How many requests the client aborts. Default 100. */
  readonly aborts?: number
  /** The seed for the times at which requests are aborted. Default 1. */
  readonly seed?: number
  /** How many seconds a normal request may take while others are slow. Default 1. */
  readonly longestWait?: number
  /** Errors of the framework itself after a client has disconnected, as in {@link ProcessFacts}. Default none. */
  readonly expectedErrors?: readonly string[]
}

type Remaining = Pick<ProcessFacts, 'resources' | 'errors'>

/** The default of `maxPending`. */
const MAX_PENDING = 256

/** How many requests are needed per accepted call, so that any host reaches `maxPending`. */
const REQUESTS_PER_CALL = 30

/** How much the memory of the process may grow, including connections, in bytes. */
const MOST_MEMORY = 128 * 1024 * 1024

/** How many seconds a process may take to become idle. */
const TIMEOUT = 10

/** Requests before memory is measured: code that the first ones load and compile is not growth. */
const WARM_UP = 100

/**
 * Declares the tests of a host under overload. Excess requests are refused, slow and disconnected clients do not delay
 * others, and no resources leak. The host runs in its own process, see {@link ownProcess}.
 *
 * @example
 * ```ts
 * import { type Host, loadSuite, ownProcess } from '@stream-token/conformance'
 *
 * declare const host: Host
 * loadSuite(ownProcess(host, new URL('./my-host-process.js', import.meta.url)), { requests: 10_000 })
 * ```
 */
export function loadSuite(
  host: ProcessHost,
  {
    requests = 1000,
    slowSockets = 50,
    aborts = 100,
    seed = 1,
    longestWait = 1,
    expectedErrors = [],
  }: LoadSuiteOptions = {},
): void {
  const [cell = { parser: 'none', mount: 'root' }] = host.cells
  const isMany = requests >= REQUESTS_PER_CALL * MAX_PENDING
  const overloaded: AppSetting = isMany ? 'standard' : 'low maxPending'
  const maxPending = isMany ? MAX_PENDING : LOW_MAX_PENDING
  // On a busy machine a few requests arrive one by one, and calls of 20 ms would not overlap.
  const user = isMany ? 'in 20 ms' : 'in 2 s'

  /** Returns the resources of the idle process. A framework may still read files after its first response. */
  async function idleResources(): Promise<ProcessFacts['resources']> {
    let last: ProcessFacts['resources'] = {}
    const sameAgain = ({ resources }: ProcessFacts): boolean => {
      const isSame = isDeepStrictEqual(resources, last)
      last = resources
      return isSame && !Object.keys(resources).some(name => name.startsWith('FSReq'))
    }
    return (await until(() => host.facts(), sameAgain, TIMEOUT)).resources
  }

  /** Returns what remains a second after the last request; with few requests it waits longer for a busy machine. */
  async function remainingAfter(resources: ProcessFacts['resources']): Promise<Remaining> {
    await sleep(1000)
    const isAsBefore = (facts: ProcessFacts): boolean => isDeepStrictEqual(facts.resources, resources)
    const remaining = await until(() => host.facts(), isAsBefore, isMany ? 0 : TIMEOUT)
    return { resources: remaining.resources, errors: remaining.errors }
  }

  describe(`${host.name} under load`, { timeout: 600_000 }, () => {
    afterAll(() => host.stop())

    it.sequential(`${requests} requests at once: ${maxPending} concurrent verifyUser calls, 503 for the rest, at most 128 MB`, async ({
      annotate,
    }) => {
      await host.stop()
      const served = await serveSetting(host, cell, overloaded)
      await sendAtOnce(served, WARM_UP, { user: 'in 20 ms' })
      const { memory } = await host.facts()
      const outcomes = countOutcomes(await sendAtOnce(served, requests, { user }))
      const { mostMemory, errors } = await host.facts()
      const { most } = await countsOf(served)
      const {
        'token of john': minted = 0,
        '503 overloaded, retry after 1 s': refused = 0,
        ...others
      } = outcomes
      expect({ others, errors }).toEqual({ others: {}, errors: [] })
      expect(minted + refused).toBe(requests)
      expect(minted).toBeGreaterThanOrEqual(maxPending)
      expect(refused).toBeGreaterThan(0)
      expect(most).toBe(maxPending)
      await annotate(`${inMegabytes(mostMemory - memory)} more`)
      expect(mostMemory - memory).toBeLessThan(MOST_MEMORY)
    })

    it.sequential(`${slowSockets} connections that send a byte a second do not delay others, and their bodies time out`, async ({
      onTestFinished,
    }) => {
      const served = await serveSetting(host, cell, 'slow bodies')
      expect(countOutcomes([await sendRequest(served, 'john')])).toEqual({ 'token of john': 1 })
      const resources = await idleResources()
      const slow = await openSlowSockets(served, slowSockets)
      onTestFinished(() => slow.close())
      let ended = false
      const bodies = Promise.all(slow.bodies).finally(() => {
        ended = true
      })
      let longest = 0
      while (!ended) {
        const start = performance.now()
        expect(countOutcomes([await sendRequest(served, 'in 20 ms')])).toEqual({ 'token of john': 1 })
        longest = Math.max(longest, performance.now() - start)
        await sleep(100)
      }
      expect(longest).toBeLessThan(longestWait * 1000)
      const ofBodies = Math.ceil(slowSockets / 2)
      expect(countOutcomes((await bodies).flat())).toEqual({ '408 body_timeout': ofBodies })
      expect(slow.closedByServer()).toBe(ofBodies)
      slow.close()
      expect(await remainingAfter(resources)).toEqual({ resources, errors: [] })
    })

    it.sequential(`${aborts} aborted requests leave no call, no write and no resource`, async () => {
      const served = await serveSetting(host, cell, 'standard')
      await sendRequest(served, 'john')
      const resources = await idleResources()
      const counted = await countsOf(served)
      const entered = await abortRequests(served, aborts, seed)
      const expected = { waiting: counted.waiting + entered, aborted: counted.aborted + entered }
      const counts = await until(
        () => countsOf(served),
        ({ aborted }) => aborted === expected.aborted,
        isMany ? 1 : TIMEOUT,
      )
      expect(counts).toMatchObject(expected)
      expect(countOutcomes(await sendAtOnce(served, MAX_PENDING, { user: 'in 20 ms' }))).toEqual({
        'token of john': MAX_PENDING,
      })
      expect(await remainingAfter(resources)).toEqual({ resources, errors: expectedErrors })
    })
  })
}

function inMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`
}
