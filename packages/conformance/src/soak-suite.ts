import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collectGarbage } from './collect-garbage.js'
import { exchange } from './exchange.js'
import { fillTemplate } from './fill-template.js'
import type { Host, Served } from './host.js'
import { hostileRequest } from './hostile-request.js'
import type { HttpResponse } from './http-response.js'
import { leaks } from './leaks.js'
import { PASSED_ON } from './passed-on.js'
import { createRandom } from './random.js'
import { readPayload } from './read-payload.js'
import { serveSetting } from './serve-setting.js'
import { TEST_USER } from './test-user.js'

/** The extent of the suite. */
export interface SoakSuiteOptions {
  /** How many requests are sent. Default 1000. */
  readonly requests?: number
  /** The seed of the requests. Default 1. */
  readonly seed?: number
}

/** How many requests are sent concurrently. */
const CLIENTS = 8

/** How much the heap may grow, in bytes. */
const MOST_GROWTH = 8 * 1024 * 1024

/** Allowed statuses. 0: the client closed the connection. 204: OPTIONS on hosts that do not pass it on. */
const STATUSES = [0, 200, 204, 400, 401, 403, 404, 405, 408, 413, 415, PASSED_ON.status, 429, 500, 503]

/**
 * Declares the test of many hostile requests to a host in this process: every response is allowed, tokens are for john
 * only, and the heap does not grow.
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
      served = await serveSetting(host, cell, 'short timeouts')
    })
    afterAll(() => served.close())

    const fill = (template: string): string => fillTemplate(template, served)

    /** Sends this many requests, and returns the errors in their responses. */
    const soak = async (count: number): Promise<readonly string[]> => {
      const errors: string[] = []
      let left = count
      const client = async (): Promise<void> => {
        while (left-- > 0) {
          const request = hostileRequest(random)
          const response = await exchange(served.url, request, 5, fill)
          const error = errorIn(response, request.headers?.[0]?.[1])
          if (error !== undefined) errors.push(`${error}: ${JSON.stringify(request)}`)
        }
      }
      await Promise.all(Array.from({ length: CLIENTS }, client))
      return errors
    }

    it('sends only allowed responses, and the heap does not grow', { timeout: 600_000 }, async () => {
      expect(await soak(300)).toEqual([])
      const before = collectGarbage()
      expect(await soak(requests)).toEqual([])
      expect(collectGarbage() - before).toBeLessThan(MOST_GROWTH)
    })

    it('still mints tokens afterwards', async () => {
      const response = await exchange(served.url, { headers: [[TEST_USER, 'john']] }, 5, fill)
      expect(response.status).toBe(200)
      expect(readPayload(response).user_id).toBe('john')
    })
  })
}

function errorIn(response: HttpResponse, user: string | undefined): string | undefined {
  const { status, body } = response
  if (!STATUSES.includes(status)) return `status ${status}`
  const [leak] = leaks(response)
  if (leak !== undefined) return `${leak} in ${body}`
  const { user_id: userId } = readPayload(response)
  return userId === undefined || (userId === 'john' && user === 'john') ? undefined : `token of ${userId}`
}
