import type { Pace } from '../compare.js'
import { atLeast, atMost, type BoundByNode } from '../goal.js'
import type { Report } from '../report.js'
import { figure, table } from '../table.js'
import { compareApps } from './compare-apps.js'
import type { Exchange } from './exchange.js'
import type { Framework } from './framework.js'
import { CONNECTIONS } from './load.js'
import { pinned } from './pin.js'

/** A burst is so many turns long: its first answers and its last ones, when few connections are busy, must not count. */
const TURNS = 8

/** The ways of an app that are compared, `ours` and `bare` among them. */
export interface WaysBench {
  readonly bench: 'route' | 'guard'
  readonly title: string
  /** What each way does, by its name. */
  readonly ways: Readonly<Record<string, string>>
  /** The way that users would pick instead of ours. */
  readonly usual: string
  exchange(path: string): Exchange
  /** Rejects unless an app of that way does what it is measured for. */
  check(url: string, exchange: Exchange, way: string): Promise<void>
}

/** What is asked of ours on one framework. */
export interface WaysGoals {
  /** How many times cheaper than the usual way, whole requests compared. */
  readonly timesUsual?: BoundByNode
  /** How many microseconds over the bare no-op of the same framework. */
  readonly overBare?: BoundByNode
}

/** Makes the bench of one framework. */
export function createWaysBench(spec: WaysBench, framework: Framework, goals: WaysGoals = {}) {
  const { bench, title, ways, usual } = spec
  return async ({ rounds, turn }: Pace): Promise<Report> => {
    const burst = turn * TURNS
    const apps = Object.keys(ways).map(way => {
      const exchange = spec.exchange(framework.path(bench, way))
      const check = (url: string): Promise<void> => spec.check(url, exchange, way)
      return { name: way, ...framework.command(bench, way), exchange, check }
    })
    const { names, cost, ratio, difference } = await compareApps(apps, { rounds, turn: burst })
    const where = pinned().length > 0 ? 'servers on one processor' : 'servers on any processor'
    return {
      title: `${title} on ${framework.name} (${CONNECTIONS} connections, bursts of ${burst} ms, ${where})`,
      table: table(
        ['CPU µs a request', 'all', 'over the bare no-op', `times ${usual}`],
        names.map(name => [
          `${name}: ${ways[name]}`,
          figure(cost(name)),
          figure(difference(name, 'bare')),
          `${figure(ratio(name, usual))}×`,
        ]),
      ),
      goals: [
        ...atLeast(`times ${usual}`, ratio('ours', usual), goals.timesUsual ?? {}),
        ...atMost('over the bare no-op', difference('ours', 'bare'), goals.overBare ?? {}),
      ],
    }
  }
}
