import { parseArgs } from 'node:util'
import type { Pace } from './compare.js'
import { emulate } from './emulate.js'
import { express, koa, next, node } from './endpoint/framework.js'
import { guard } from './endpoint/guard.js'
import { route } from './endpoint/route.js'
import { mint } from './mint.js'
import { refuse } from './refuse.js'
import { print, type Report } from './report.js'
import { loadRedis } from './stores/load-redis.js'
import { loadSqlite } from './stores/load-sqlite.js'
import { lookUp } from './stores/look-up.js'
import { propagation } from './stores/propagation.js'
import { validate } from './validate.js'
import { versions } from './versions.js'

/** All benches by name. The command line selects some of them; without names, all run. */
const BENCHES: Readonly<Record<string, (pace: Pace) => Promise<Report>>> = {
  mint,
  validate,
  refuse,
  'look-up': lookUp,
  'load-redis': loadRedis,
  'load-sqlite': loadSqlite,
  propagation,
  emulate,
  'route-express': route(express, { timesUsual: { 20: 5 }, overNoOp: { 20: 35 } }),
  'route-koa': route(koa, { timesUsual: { 20: 10 }, overNoOp: { 20: 20 } }),
  'route-node': route(node, { overNoOp: { 20: 20 } }),
  'route-next': route(next, { overNoOp: { 20: 150 } }),
  'guard-express': guard(express, { overNoOp: { 20: 25 } }),
  'guard-koa': guard(koa, { overNoOp: { 20: 12 } }),
  'guard-node': guard(node, { overNoOp: { 20: 12 } }),
  'guard-next': guard(next, { overNoOp: { 20: 40 } }),
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '9' },
    turn: { type: 'string', default: '120' },
    check: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
})
const pace: Pace = { rounds: count(values.rounds), turn: count(values.turn), profile: values.profile }

console.log(`${versions()}\n${pace.rounds} rounds, ${pace.turn} ms per turn; medians`)
for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHES)) {
  const bench = BENCHES[name]
  if (bench === undefined) throw new Error(`There is no bench ${name}: ${Object.keys(BENCHES).join(', ')}.`)
  const report = await bench(pace)
  print(report)
  if (values.check && report.goals.some(({ met }) => !met)) process.exitCode = 1
}

function count(text: string): number {
  if (!/^[1-9]\d*$/.test(text))
    throw new Error('--rounds and --turn (milliseconds) must be integers of at least 1.')
  return Number(text)
}
