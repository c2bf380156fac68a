import { createServer } from 'node:http'
import type { Ways } from './ways.js'

/** Longer than the turns of all other apps, so that a connection stays open until the next turn. */
const KEEP_ALIVE = 60_000

/** The apps. Each process loads only the one that it serves. */
const APPS: Readonly<Record<string, () => Promise<Ways>>> = {
  'express-route': async () => (await import('./apps/express-route.js')).expressRoute,
  'express-guard': async () => (await import('./apps/express-guard.js')).expressGuard,
  'koa-route': async () => (await import('./apps/koa-route.js')).koaRoute,
  'koa-guard': async () => (await import('./apps/koa-guard.js')).koaGuard,
  'node-route': async () => (await import('./apps/node-route.js')).nodeRoute,
  'node-guard': async () => (await import('./apps/node-guard.js')).nodeGuard,
}

const [name = '', way = ''] = process.argv.slice(2)
const create = (await APPS[name]?.())?.[way]
if (create === undefined) throw new Error(`There is no app ${name} ${way}.`)
const server = createServer(create())
server.keepAliveTimeout = KEEP_ALIVE
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  console.log(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
})
