import { exp, iat, userId } from '../app.js'
import type { Pace } from '../compare.js'
import { signBare } from '../floor.js'
import type { Report } from '../report.js'
import { answerOf } from './answer-of.js'
import { type Exchange, guardedExchange } from './exchange.js'
import type { Framework } from './framework.js'
import { createWaysBench, type WaysBench, type WaysGoals } from './ways-bench.js'

/** Behind each guard stands the same handler, which answers who the token names. */
const GUARD: WaysBench = {
  bench: 'guard',
  title: 'A guarded route',
  ways: {
    ours: 'requireUserToken()',
    jsonwebtoken: 'verify() with the text of the secret, by hand',
    bare: 'no guard',
  },
  usual: 'jsonwebtoken',
  exchange: path => guardedExchange(path, signBare({ user_id: userId, exp, iat })),
  check: checkGuard,
}

/** What the check of a token costs a request on one framework. */
export function guard(framework: Framework, goals?: WaysGoals): (pace: Pace) => Promise<Report> {
  return createWaysBench(GUARD, framework, goals)
}

/** Nobody is fast by letting everybody in, or by not reading the token. */
async function checkGuard(url: string, exchange: Exchange, way: string): Promise<void> {
  const { json } = await answerOf(url, exchange)
  if (json.id !== userId) throw new Error(`${way} does not know the user.`)
  const { authorization = '' } = exchange.headers
  const forged = `${authorization.slice(0, -2)}${authorization.endsWith('AA') ? 'BA' : 'AA'}`
  const { status } = await answerOf(url, exchange, { authorization: forged })
  if (status !== (way === 'bare' ? 200 : 401)) throw new Error(`${way} answers ${status} to a forged token.`)
}
