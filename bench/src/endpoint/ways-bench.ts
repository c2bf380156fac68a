import type { Pace } from '../compare.js'
import { atLeast, atMost, type BoundByNode } from '../goal.js'
import type { Report } from '../report.js'
import { figure, table } from '../table.js'
import { compareApps } from './compare-apps.js'
import type { Exchange } from './exchange.js'
import type { Framework } from './framework.js'
import { CONNECTIONS } from './load.js'
import { pinned } from './pin.js'

/** The length of a burst, in turns. Long enough that its start and end, when few connections are busy, hardly count. */
const TURNS = 2

/** How many bursts each server gets per round. */
const BURSTS = 4

/** The ways to write an app that a bench compares. They include `ours`. */
export interface WaysBench {
  readonly bench: 'route' | 'guard'
  readonly title: string
  /** A description of each way, by its name. */
  readonly ways: Readonly<Record<string, string>>
  /** The way that users would choose instead of ours. */
  readonly usual: string
  /** The way that does nothing but respond. What ours costs more is the price of ours. */
  readonly noOp: string
  exchange(path: string): Exchange
  /** Rejects unless the app written in that way responds correctly. */
  check(url: string, exchange: Exchange, way: string): Promise<void>
}

/** The goals of ours on one framework. */
export interface WaysGoals {
  /** How many times cheaper a whole request is than in the usual way. */
  readonly timesUsual?: BoundByNode
  /** How many microseconds more a request costs than in the framework's own no-op. */
  readonly overNoOp?: BoundByNode
}

/** Creates the bench of one framework. */
export function createWaysBench(spec: WaysBench, framework: Framework, goals: WaysGoals = {}) {
  const { bench, title, usual } = spec
  // Where the framework has a twin of ours, that is the no-op, and not the bare app.
  const twin = framework.twins?.[bench]
  const ways = { ...spec.ways, ...(twin && { [twin.way]: twin.text }) }
  const noOp = twin?.way ?? spec.noOp
  return async ({ rounds, turn, profile }: Pace): Promise<Report> => {
    const burst = turn * TURNS
    const apps = Object.keys(ways).map(way => {
      const exchange = spec.exchange(framework.path(bench, way))
      const check = (url: string): Promise<void> => spec.check(url, exchange, way)
      return { name: way, ...framework.command(bench, way), exchange, check }
    })
    const { names, cost, ratio, difference } = await compareApps(apps, {
      rounds,
      turn: burst,
      turns: BURSTS,
      profile,
    })
    const where = pinned().length > 0 ? 'servers on one processor' : 'servers on any processor'
    return {
      title: `${title} on ${framework.name} (${CONNECTIONS} connections, ${BURSTS} bursts of ${burst} ms per round, ${where})`,
      table: table(
        ['CPU µs a request', 'all', `over ${noOp}`, `times ${usual}`],
        names.map(name => [
          `${name}: ${ways[name]}`,
          figure(cost(name)),
          figure(difference(name, noOp)),
          `${figure(ratio(name, usual))}×`,
        ]),
      ),
      goals: [
        ...atLeast(`times ${usual}`, ratio('ours', usual), goals.timesUsual ?? {}),
        ...atMost(`over ${noOp}`, difference('ours', noOp), goals.overNoOp ?? {}),
      ],
    }
  }
}
