import { afterAll, describe, expect, it } from 'vitest'
import { busySuite } from './busy-suite.js'
import { exchange } from './exchange.js'
import { fillTemplate } from './fill-template.js'
import type { Cell, Host, Served } from './host.js'
import type { HostException } from './host-exception.js'
import type { HttpAnswer } from './http-answer.js'
import { judge } from './judge.js'
import { createRandom } from './random.js'
import type { RouteCase } from './route-case.js'
import { ROUTE_CASES } from './route-cases.js'
import { serveSetting } from './serve-setting.js'
import { TEST_USER } from './test-user.js'

/** What a host is let off. */
export interface RouteSuiteOptions {
  /** Cases that the host answers before the endpoint is asked; each is asserted, and must differ from ours. */
  readonly exceptions?: readonly HostException[]
  /** Sends some of the cases and not all of them; by default in every set-up of the host but the first. */
  readonly sample?: RouteSample
}

/** Some of the cases. */
export interface RouteSample {
  /** About how many. */
  readonly cases: number
  /** What the choice follows from; the tests' names tell it. */
  readonly seed: number
  /** Whether the first set-up gets some of the cases too. Default: all of them. */
  readonly isForFirst?: boolean
}

/**
 * Declares the tests of the token endpoint and its guards on a host: every case over HTTP, in every set-up that the host
 * has.
 *
 * @example
 * ```ts
 * import { type Host, routeSuite } from '@stream-token/conformance'
 *
 * declare const host: Host
 * routeSuite(host)
 * ```
 */
export function routeSuite(host: Host, { exceptions = [], sample }: RouteSuiteOptions = {}): void {
  const own = exceptions.filter(({ hosts }) => hosts.includes(host.name))
  it(`${host.name}: every exception names a case`, () => {
    const known = new Set([...ROUTE_CASES.values()].flat().map(({ id }) => id))
    expect(own.flatMap(({ cases }) => cases).filter(id => !known.has(id))).toEqual([])
  })

  const [first] = host.cells
  const random = sample && createRandom(sample.seed)
  const chance = sample === undefined ? 1 : sample.cases / [...ROUTE_CASES.values()].flat().length

  describe.each(host.cells)(`${host.name}: body $parser, mount $mount`, cell => {
    const isChosen = ({ isSlow = false }: RouteCase): boolean =>
      (!isSlow || cell.mount === first?.mount) &&
      ((cell === first && sample?.isForFirst !== true) || random?.chance(chance) !== false)
    const apps = new Map<string, Promise<Served>>()
    const app = (setting: RouteCase['setting'] = 'standard'): Promise<Served> => {
      const served = apps.get(setting) ?? serveSetting(host, cell, setting)
      apps.set(setting, served)
      return served
    }
    afterAll(async () => {
      for (const served of apps.values()) await (await served).close()
    })

    for (const [subject, cases] of ROUTE_CASES) {
      const sent = cases.filter(isChosen)
      if (sent.length === 0) continue
      const some = sent.length < cases.length && sample ? `, ${sent.length} by seed ${sample.seed}` : ''
      describe(`${subject}${some}`, () => {
        it.each(sent.map(routeCase => ({ routeCase, id: routeCase.id })))('$id', async ({ routeCase }) => {
          const answer = await send(routeCase, await app(routeCase.setting))
          const exception = own.find(one => applies(one, cell, routeCase))
          const faults = judge(routeCase, answer, host, exception)
          expect(faults, `answered ${answer.status} ${answer.body}`).toEqual([])
        })
      })
    }
    busySuite(app)
  })
}

function applies(
  { cases, parsers, mounts }: HostException,
  { parser, mount }: Cell,
  { id }: RouteCase,
): boolean {
  return cases.includes(id) && parsers?.includes(parser) !== false && mounts?.includes(mount) !== false
}

function send({ request, user = 'john', within = 5 }: RouteCase, served: Served): Promise<HttpAnswer> {
  const who: readonly (readonly [string, string])[] = user === null ? [] : [[TEST_USER, user]]
  const headers = [...who, ...(request.headers ?? [])]
  return exchange(served.url, { ...request, headers }, within, template => fillTemplate(template, served))
}
