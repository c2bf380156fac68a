import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { busySuite } from './busy-suite.js'
import { type ChosenCases, caseChooser, type RouteSample } from './case-chooser.js'
import { type CellUnderTest, cellUnderTest } from './cell-under-test.js'
import { checkResponse } from './check-response.js'
import type { Cell, Host } from './host.js'
import type { HostException } from './host-exception.js'
import type { RouteCase } from './route-case.js'
import { ROUTE_CASES } from './route-cases.js'

/** The exceptions and the extent of the suite. */
export interface RouteSuiteOptions {
  /** Cases in which the host responds itself. Each is asserted, and must differ from the standard response. */
  readonly exceptions?: readonly HostException[]
  /** Sends a sample of the cases; by default to every set-up of the host except the first. */
  readonly sample?: RouteSample
}

/** How long a host may take to start, in milliseconds. */
const TIMEOUT = 15_000

/**
 * Declares the tests of the token endpoint and the guards on a host: every case over HTTP, in every set-up of the host.
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

  const chooseFor = caseChooser(host, new Set(exceptions.flatMap(({ cases }) => cases)), sample)
  const cells = host.cells.map(cell => ({
    ...cell,
    subjects: chooseFor(cell),
    exceptionTo: (routeCase: RouteCase) => own.find(one => applies(one, cell, routeCase)),
    ...cellUnderTest(host, cell),
  }))
  const start = startOnce(cells)

  describe.each(cells)(`${host.name}: body $parser, mount $mount`, ({ subjects, exceptionTo, ...tested }) => {
    beforeAll(start, TIMEOUT)
    afterAll(tested.close)

    for (const { subject, cases, isPart } of subjects) {
      if (cases.length === 0) continue
      const some = isPart && sample ? `, ${cases.length} by seed ${sample.seed}` : ''
      describe(`${subject}${some}`, () => {
        it.each(cases.map(routeCase => ({ routeCase, id: routeCase.id })))('$id', async ({ routeCase }) => {
          const response = await tested.responseTo(routeCase)
          const errors = checkResponse(routeCase, response, host, exceptionTo(routeCase))
          expect(errors, `response: ${response.status} ${response.body}`).toEqual([])
        })
      })
    }
    busySuite(tested.app)
  })
}

interface StartedCell extends Pick<CellUnderTest, 'warmUp' | 'sendEarly'> {
  readonly subjects: readonly ChosenCases[]
}

/** Returns a function that sends the slow cases of all set-ups on its first call, so that they run beside the others. */
function startOnce(cells: readonly StartedCell[]): () => Promise<void> {
  async function start(): Promise<void> {
    for (const { subjects, warmUp } of cells) await warmUp(slowOf(subjects))
    for (const { subjects, sendEarly } of cells) await sendEarly(slowOf(subjects))
  }
  let started: Promise<void> | undefined
  return () => {
    started ??= start()
    return started
  }
}

function slowOf(subjects: readonly ChosenCases[]): readonly RouteCase[] {
  return subjects.flatMap(({ cases }) => cases.filter(({ isSlow }) => isSlow))
}

function applies(
  { cases, parsers, mounts }: HostException,
  { parser, mount }: Cell,
  { id }: RouteCase,
): boolean {
  return cases.includes(id) && parsers?.includes(parser) !== false && mounts?.includes(mount) !== false
}
