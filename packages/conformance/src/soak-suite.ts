import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collectGarbage } from './collect-garbage.js'
import { exchange } from './exchange.js'
import { fillTemplate } from './fill-template.js'
import type { Host, Served } from './host.js'
import { hostileRequest } from './hostile-request.js'
import type { HttpAnswer } from './http-answer.js'
import { leaks } from './leaks.js'
import { PASSED_ON } from './passed-on.js'
import { createRandom } from './random.js'
import { readPayload } from './read-payload.js'
import { serveSetting } from './serve-setting.js'
import { TEST_USER } from './test-user.js'

/** How long the soak is. */
export interface SoakSuiteOptions {
  /** How many requests are sent. Default 1000. */
  readonly requests?: number
  /** What the requests follow from. Default 1. */
  readonly seed?: number
}

/** How many requests are under way at once. */
const CLIENTS = 8

const MOST_GROWTH = 8 * 1024 * 1024

/** Statuses that an answer may have; 0 for those who hang up themselves, 204 to OPTIONS where it is not passed on. */
const STATUSES = [0, 200, 204, 400, 401, 403, 404, 405, 408, 413, 415, PASSED_ON.status, 429, 500, 503]

/**
 * Declares the test of many hostile requests to a host in this process: each is answered as it may be, tokens are john's
 * alone, and the heap does not grow.
 *
 * @example
 * ```ts
 * import { type Host, soakSuite } from '@stream-token/conformance'
 *
 * declare const host: Host
 * soakSuite(host, { requests: 10_000 })
 * ```
 */
export function soakSuite(host: Host, { requests = 1000, seed = 1 }: SoakSuiteOptions = {}): void {
  describe(`${host.name}: ${requests} hostile requests of seed ${seed}`, () => {
    const [cell = { parser: 'none', mount: 'root' }] = host.cells
    const random = createRandom(seed)
    let served: Served
    beforeAll(async () => {
      served = await serveSetting(host, cell, 'impatient')
    })
    afterAll(() => served.close())

    const fill = (template: string): string => fillTemplate(template, served)

    /** Sends so many, and answers what came back that must not. */
    const soak = async (count: number): Promise<readonly string[]> => {
      const faults: string[] = []
      let left = count
      const client = async (): Promise<void> => {
        while (left-- > 0) {
          const request = hostileRequest(random)
          const answer = await exchange(served.url, request, 5, fill)
          const fault = faultOf(answer, request.headers?.[0]?.[1])
          if (fault !== undefined) faults.push(`${fault}: ${JSON.stringify(request)}`)
        }
      }
      await Promise.all(Array.from({ length: CLIENTS }, client))
      return faults
    }

    it('answers each as it may be, and keeps nothing of them', { timeout: 600_000 }, async () => {
      expect(await soak(300)).toEqual([])
      const before = collectGarbage()
      expect(await soak(requests)).toEqual([])
      expect(collectGarbage() - before).toBeLessThan(MOST_GROWTH)
    })

    it('mints as before after all of them', async () => {
      const answer = await exchange(served.url, { headers: [[TEST_USER, 'john']] }, 5, fill)
      expect(answer.status).toBe(200)
      expect(readPayload(answer).user_id).toBe('john')
    })
  })
}

function faultOf(answer: HttpAnswer, user: string | undefined): string | undefined {
  const { status, body } = answer
  if (!STATUSES.includes(status)) return `status ${status}`
  const [leak] = leaks(answer)
  if (leak !== undefined) return `${leak} in ${body}`
  const { user_id: userId } = readPayload(answer)
  return userId === undefined || (userId === 'john' && user === 'john') ? undefined : `token of ${userId}`
}
