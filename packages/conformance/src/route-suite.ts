import { afterAll, describe, expect, it } from 'vitest'
import { busySuite } from './busy-suite.js'
import { exchange } from './exchange.js'
import { fillTemplate } from './fill-template.js'
import type { Cell, Host, Served } from './host.js'
import type { HostException } from './host-exception.js'
import type { HttpAnswer } from './http-answer.js'
import { judge } from './judge.js'
import type { RouteCase } from './route-case.js'
import { ROUTE_CASES } from './route-cases.js'
import { serveSetting } from './serve-setting.js'
import { TEST_USER } from './test-user.js'

/** What a host is let off. */
export interface RouteSuiteOptions {
  /** Cases that the host answers before the endpoint is asked; each is asserted, and must differ from ours. */
  readonly exceptions?: readonly HostException[]
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
export function routeSuite(host: Host, { exceptions = [] }: RouteSuiteOptions = {}): void {
  const own = exceptions.filter(({ hosts }) => hosts.includes(host.name))
  it(`${host.name}: every exception names a case`, () => {
    const known = new Set([...ROUTE_CASES.values()].flat().map(({ id }) => id))
    expect(own.flatMap(({ cases }) => cases).filter(id => !known.has(id))).toEqual([])
  })

  const firstMount = host.cells[0]?.mount
  describe.each(host.cells)(`${host.name}: body $parser, mount $mount`, cell => {
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
      describe(subject, () => {
        const sent = cases.filter(({ isSlow = false }) => !isSlow || cell.mount === firstMount)
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
