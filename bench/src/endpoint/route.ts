import { userId } from '../app.js'
import type { Pace } from '../compare.js'
import { provider } from '../keys.js'
import type { Report } from '../report.js'
import { type Exchange, tokenExchange } from './exchange.js'
import type { Framework } from './framework.js'
import { responseOf } from './response-of.js'
import { createWaysBench, type WaysBench, type WaysGoals } from './ways-bench.js'

/**
 * Ours and the tutorial's app look up the user in the same sessions; the no-ops do not. A no-op sends as many bytes as
 * ours, with the same headers. The bare app does not read the request body either.
 */
const ROUTE: WaysBench = {
  bench: 'route',
  title: 'The endpoint',
  ways: {
    ours: 'one line',
    tutorial: 'JSON parser and createToken of stream-chat',
    'no-op': 'JSON parser and a fixed response',
    bare: 'a fixed response',
  },
  usual: 'tutorial',
  noOp: 'bare',
  exchange: tokenExchange,
  check: checkRoute,
}

/** Measures what the endpoint adds to a request on one framework. */
export function route(framework: Framework, goals?: WaysGoals): (pace: Pace) => Promise<Report> {
  return createWaysBench(ROUTE, framework, goals)
}

/** Checks that an app returns the user's token, and rejects a request without a session if it has a session check. */
async function checkRoute(url: string, exchange: Exchange, way: string): Promise<void> {
  const { json } = await responseOf(url, exchange)
  const { userId: owner } = await provider.verifyToken(json.token)
  if (owner !== userId) throw new Error(`${way} returns another user's token.`)
  const { status } = await responseOf(url, exchange, { cookie: '' })
  const checksSession = way === 'ours' || way === 'tutorial'
  if (checksSession && status !== 401) throw new Error(`${way} responds ${status} without a session.`)
}
