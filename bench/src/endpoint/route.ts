import { userId } from '../app.js'
import type { Pace } from '../compare.js'
import { provider } from '../keys.js'
import type { Report } from '../report.js'
import { answerOf } from './answer-of.js'
import { type Exchange, tokenExchange } from './exchange.js'
import type { Framework } from './framework.js'
import { createWaysBench, type WaysBench, type WaysGoals } from './ways-bench.js'

/**
 * Who asks is found out by the same look at the session in ours and in the tutorial's; no-ops do not look. A no-op
 * answers as many bytes under the same headers as ours; the bare one does not read the request's body either.
 */
const ROUTE: WaysBench = {
  bench: 'route',
  title: 'The endpoint',
  ways: {
    ours: 'one line',
    tutorial: 'JSON parser and createToken of stream-chat',
    'no-op': 'JSON parser and a fixed answer',
    bare: 'a fixed answer',
  },
  usual: 'tutorial',
  exchange: tokenExchange,
  check: checkRoute,
}

/** What the endpoint costs a request on one framework. */
export function route(framework: Framework, goals?: WaysGoals): (pace: Pace) => Promise<Report> {
  return createWaysBench(ROUTE, framework, goals)
}

/** Nobody is fast by answering something else than the user's token, nor by answering everybody. */
async function checkRoute(url: string, exchange: Exchange, way: string): Promise<void> {
  const { json } = await answerOf(url, exchange)
  const { userId: named } = await provider.verifyToken(json.token)
  if (named !== userId) throw new Error(`${way} answers another user's token.`)
  const { status } = await answerOf(url, exchange, { cookie: '' })
  const looks = way === 'ours' || way === 'tutorial'
  if (looks && status !== 401) throw new Error(`${way} answers ${status} to nobody.`)
}
