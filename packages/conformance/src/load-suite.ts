import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { type AppSetting, FEW_CALLS } from './app-settings.js'
import { abortRequests } from './load/abort-requests.js'
import { ask } from './load/ask.js'
import { askAtOnce } from './load/ask-at-once.js'
import { countsOf } from './load/counts-of.js'
import type { ProcessHost } from './load/own-process.js'
import { openSlowSockets } from './load/slow-sockets.js'
import { tally } from './load/tally.js'
import { until } from './load/until.js'
import type { ProcessFacts } from './load/watch-process.js'
import { serveSetting } from './serve-setting.js'

/** How much is asked of a host. */
export interface LoadSuiteOptions {
  /** How many requests are sent at once, 100 or more; fewer than 7680 go to an app with a smaller `maxPending`. Default 1000. */
  readonly requests?: number
  /** How many connections send a byte a second. Default 50. */
  readonly slowSockets?: number
  /** How many requests are broken off. Default 100. */
  readonly aborts?: number
  /** What the moments follow from at which they are. Default 1. */
  readonly seed?: number
  /** How many seconds a good request may wait beside slow ones. Default 1. */
  readonly longestWait?: number
  /** What the framework itself does to responses whose client has left, as {@link ProcessFacts} tells it; default nothing. */
  readonly faults?: readonly string[]
}

type LeftOver = Pick<ProcessFacts, 'resources' | 'faults'>

/** The default of `maxPending`. */
const MAX_PENDING = 256

/** How many requests there must be for each that is let in, so that the bound is reached on any host. */
const REQUESTS_PER_CALL = 30

/** How much more memory the process may take than before, connections and all, in bytes. */
const MOST_MEMORY = 128 * 1024 * 1024

/** How many seconds a process may take to come to rest. */
const PATIENCE = 10

/** Requests before the memory is looked at: what is compiled and loaded with the first ones is no growth. */
const WARM_UP = 100

/**
 * Declares the tests of a host under more load than it can take: what is too much is refused, who is slow or leaves keeps
 * nobody waiting, and nothing is left of them. The host runs in a process of its own, see {@link ownProcess}.
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
    faults: expected = [],
  }: LoadSuiteOptions = {},
): void {
  const [cell = { parser: 'none', mount: 'root' }] = host.cells
  const isMany = requests >= REQUESTS_PER_CALL * MAX_PENDING
  const crowded: AppSetting = isMany ? 'standard' : 'few calls'
  const maxPending = isMany ? MAX_PENDING : FEW_CALLS
  // Few requests are no crowd where the machine is busy elsewhere: they come in one by one, and 20 ms are soon over.
  const user = isMany ? 'in 20 ms' : 'in 2 s'

  /** What the process holds when it rests: a framework may still be reading files after its first answer. */
  async function resourcesAtRest(): Promise<ProcessFacts['resources']> {
    let last: ProcessFacts['resources'] = {}
    const sameAgain = ({ resources }: ProcessFacts): boolean => {
      const isSame = isDeepStrictEqual(resources, last)
      last = resources
      return isSame && !Object.keys(resources).some(name => name.startsWith('FSReq'))
    }
    return (await until(() => host.facts(), sameAgain, PATIENCE)).resources
  }

  /** What is left a second after all is over, or a little later where the machine is busy with other samples. */
  async function leftAfterwards(resources: ProcessFacts['resources']): Promise<LeftOver> {
    await sleep(1000)
    const isAsBefore = (facts: ProcessFacts): boolean => isDeepStrictEqual(facts.resources, resources)
    const left = await until(() => host.facts(), isAsBefore, isMany ? 0 : PATIENCE)
    return { resources: left.resources, faults: left.faults }
  }

  describe(`${host.name} under load`, { timeout: 600_000 }, () => {
    afterAll(() => host.stop())

    it.sequential(`${requests} requests at once: ${maxPending} in verifyUser and no more, 503 to the rest, 128 MB`, async ({
      annotate,
    }) => {
      await host.stop()
      const served = await serveSetting(host, cell, crowded)
      await askAtOnce(served, WARM_UP, { user: 'in 20 ms' })
      const { memory } = await host.facts()
      const answers = tally(await askAtOnce(served, requests, { user }))
      const { mostMemory, faults } = await host.facts()
      const { most } = await countsOf(served)
      const { 'token of john': minted = 0, '503 overloaded, again in 1 s': refused = 0, ...others } = answers
      expect({ others, faults }).toEqual({ others: {}, faults: [] })
      expect(minted + refused).toBe(requests)
      expect(minted).toBeGreaterThanOrEqual(maxPending)
      expect(refused).toBeGreaterThan(0)
      expect(most).toBe(maxPending)
      await annotate(`${inMegabytes(mostMemory - memory)} more`)
      expect(mostMemory - memory).toBeLessThan(MOST_MEMORY)
    })

    it.sequential(`${slowSockets} connections that send a byte a second keep nobody waiting, and their bodies are ended`, async ({
      onTestFinished,
    }) => {
      const served = await serveSetting(host, cell, 'slow bodies')
      expect(tally([await ask(served, 'john')])).toEqual({ 'token of john': 1 })
      const resources = await resourcesAtRest()
      const slow = await openSlowSockets(served, slowSockets)
      onTestFinished(() => slow.close())
      let ended = false
      const bodies = Promise.all(slow.bodies).finally(() => {
        ended = true
      })
      let longest = 0
      while (!ended) {
        const start = performance.now()
        expect(tally([await ask(served, 'in 20 ms')])).toEqual({ 'token of john': 1 })
        longest = Math.max(longest, performance.now() - start)
        await sleep(100)
      }
      expect(longest).toBeLessThan(longestWait * 1000)
      const ofBodies = Math.ceil(slowSockets / 2)
      expect(tally((await bodies).flat())).toEqual({ '408 body_timeout': ofBodies })
      expect(slow.hungUp()).toBe(ofBodies)
      slow.close()
      expect(await leftAfterwards(resources)).toEqual({ resources, faults: [] })
    })

    it.sequential(`${aborts} requests broken off leave nothing: no call, no write, no resource`, async () => {
      const served = await serveSetting(host, cell, 'standard')
      await ask(served, 'john')
      const resources = await resourcesAtRest()
      const counted = await countsOf(served)
      const entered = await abortRequests(served, aborts, seed)
      const left = { waiting: counted.waiting + entered, aborted: counted.aborted + entered }
      const counts = await until(
        () => countsOf(served),
        ({ aborted }) => aborted === left.aborted,
        isMany ? 1 : PATIENCE,
      )
      expect(counts).toMatchObject(left)
      expect(tally(await askAtOnce(served, MAX_PENDING, { user: 'in 20 ms' }))).toEqual({
        'token of john': MAX_PENDING,
      })
      expect(await leftAfterwards(resources)).toEqual({ resources, faults: expected })
    })
  })
}

function inMegabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`
}
