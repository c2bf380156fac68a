import { exp, iat, userId } from '../app.js'
import type { Pace } from '../compare.js'
import { signBare } from '../floor.js'
import type { Report } from '../report.js'
import { type Exchange, guardedExchange } from './exchange.js'
import type { Framework } from './framework.js'
import { responseOf } from './response-of.js'
import { createWaysBench, type WaysBench, type WaysGoals } from './ways-bench.js'

/** All guards protect the same handler, which responds with the token's user id. */
const GUARD: WaysBench = {
  bench: 'guard',
  title: 'A guarded route',
  ways: {
    ours: 'requireUserToken()',
    jsonwebtoken: 'verify() with the secret as a string, by hand',
    bare: 'no guard',
  },
  usual: 'jsonwebtoken',
  noOp: 'bare',
  exchange: path => guardedExchange(path, signBare({ user_id: userId, exp, iat })),
  check: checkGuard,
}

/** Measures what the token check adds to a request on one framework. */
export function guard(framework: Framework, goals?: WaysGoals): (pace: Pace) => Promise<Report> {
  return createWaysBench(GUARD, framework, goals)
}

/** Checks that a guard reads the token and rejects a forged one. */
async function checkGuard(url: string, exchange: Exchange, way: string): Promise<void> {
  const { json } = await responseOf(url, exchange)
  if (json.id !== userId) throw new Error(`${way} does not return the user.`)
  const { authorization = '' } = exchange.headers
  const forged = `${authorization.slice(0, -2)}${authorization.endsWith('AA') ? 'BA' : 'AA'}`
  const { status } = await responseOf(url, exchange, { authorization: forged })
  const checksToken = way === 'ours' || way === 'jsonwebtoken'
  if (status !== (checksToken ? 401 : 200)) throw new Error(`${way} responds ${status} to a forged token.`)
}
