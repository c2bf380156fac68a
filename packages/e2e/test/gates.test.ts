import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { createTokenProvider } from '@stream-token/core'
import { type NodeMiddleware, streamTokenProvider as onExpress } from '@stream-token/express'
import { streamTokenProvider as onKoa } from '@stream-token/koa'
import connect from 'connect'
import express from 'express'
import express4 from 'express4'
import { Hono } from 'hono'
import Koa from 'koa'
import mount from 'koa-mount'
import Koa2 from 'koa2'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { listen } from '../hosts/listen.js'
import { startNext } from '../hosts/next-process.js'
import { sendTarget } from './send-target.js'

const verifyUser = () => 'john'
const options = {
  apiKey: 'key',
  apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
  streamApi: false,
} as const

/** Middleware of an app that every request for the endpoint must pass. */
const gate = (_req: IncomingMessage, res: ServerResponse, next: () => void): void => {
  res.setHeader('x-gate', 'ran')
  next()
}

/** What Express and Connect have in common. */
interface NodeApp extends RequestListener {
  use(middleware: NodeMiddleware): unknown
  use(path: string, middleware: NodeMiddleware): unknown
}

/** `app.use('/stream', gate)` before the endpoint; `get-token` is a token handler behind a gate of its own. */
function nodeApp(app: NodeApp): RequestListener {
  const stream = onExpress(verifyUser, options)
  app.use('/stream', gate)
  app.use(stream)
  app.use('/get-token', gate)
  app.use('/get-token', stream.tokenHandler())
  // From Node 24 on, Connect throws out of its listener for a target with an invalid port.
  return (req, res) => {
    try {
      app(req, res)
    } catch {
      res.writeHead(400).end()
    }
  }
}

function koaApp(app: Koa): RequestListener {
  app.silent = true
  const stream = onKoa(verifyUser, options)
  const koaGate: Koa.Middleware = (ctx, next) => {
    ctx.set('x-gate', 'ran')
    return next()
  }
  app.use(mount('/stream', koaGate)).use(stream)
  return app.use(mount('/get-token', koaGate)).use(mount('/get-token', stream.tokenHandler())).callback()
}

function honoApp(): RequestListener {
  const { fetch, tokenHandler } = createTokenProvider(options).endpoint<Request>(verifyUser)
  const handler = tokenHandler()
  const app = new Hono()
  for (const path of ['/stream/*', '/get-token'])
    app.use(path, async (context, next) => {
      await next()
      context.res.headers.set('x-gate', 'ran')
    })
  app.all('/get-token', ({ req }) => handler.fetch(req.raw)).all('*', ({ req }) => fetch(req.raw))
  return getRequestListener(app.fetch)
}

/** Targets whose path a parser may resolve, decode or cut in another way than another one. */
const targetsOf = (path: string): readonly string[] => [
  path,
  `http://h${path}`,
  `HTTP://H${path}?a=1`,
  `http://user:word@h:99${path}`,
  `http://h/x/..${path}`,
  `http://h/x/%2e%2e${path}`,
  `http://h/x/%2E.${path}`,
  `http://h/.${path}`,
  `http://h/%2e${path}`,
  `http://h/x\\..${path}`,
  `http://h\\x${path}`,
  `http://h${path.replaceAll('/', '\\')}`,
  `http://h/${path}`,
  `http://${path}`,
  `http:/${path}`,
  `http:${path}`,
  `http://h;x${path}`,
  `http://h%2f${path}`,
  `http://h'${path}`,
  `http://h:x${path}`,
  `http://h,${path}`,
  `http://h@${path}`,
  `javascript://h${path}`,
  `ftp://h${path}`,
  `http://h?x${path}`,
  `http://h#x${path}`,
  `http://h/x?${path}`,
  `/x/..${path}`,
  `/x/%2e%2e${path}`,
  `/x%2f..${path}`,
  `/.${path}`,
  `/%2e${path}`,
  `/x\\..${path}`,
  `\\x\\..${path}`,
  path.replaceAll('/', '\\'),
  path.replace('/', '\\'),
  path.replace('/', '/\\'),
  `/${path}`,
  `//h${path}`,
  `//${path}`,
  `${path}#`,
  `${path}#/../x`,
  `${path}?/../../x`,
  `${path}/`,
  `${path}/.`,
  `${path}/../token`,
  `${path};a=1`,
  `${path}%00`,
  path.toUpperCase(),
]

/** Whether one of the endpoint's routes has responded: anything but 404. */
const isOurs = (response: string): boolean => /"token":"|urn:stream-token:error:(?!not_found)/.test(response)
const passedGate = (response: string): boolean => /^x-gate: ran\r$/im.test(response)

/** Returns the targets to which the endpoint responds although the gate did not run. */
async function ungated(url: string, targets: readonly string[]): Promise<readonly string[]> {
  const responses = await Promise.all(
    targets.map(async target => ({ target, text: await sendTarget(url, target) })),
  )
  return responses.filter(({ text }) => isOurs(text) && !passedGate(text)).map(({ target }) => target)
}

const nodeApps: readonly (readonly [string, () => RequestListener])[] = [
  ['Express 5', () => nodeApp(express())],
  ['Express 4', () => nodeApp(express4())],
  ['Connect', () => nodeApp(connect())],
  ['Koa 3', () => koaApp(new Koa())],
  ['Koa 2', () => koaApp(new Koa2())],
]

async function start(create: () => RequestListener): Promise<string> {
  const { url, close } = await listen(createServer(create()), { base: '/stream', own: '' })
  onTestFinished(close)
  return url
}

describe.each([...nodeApps, ['Hono', honoApp] as const])(
  '%s: a gate in front of the endpoint',
  (_name, create) => {
    it.each(['/stream/token', '/get-token'])('B7: is passed by no target of %s', async path => {
      const url = await start(create)
      for (const target of [path, `http://h${path}`]) {
        const response = await sendTarget(url, target)
        expect([isOurs(response), passedGate(response)], target).toEqual([true, true])
      }
      expect(await ungated(url, targetsOf(path))).toEqual([])
    })
  },
)

it.each(nodeApps)(
  'B7: %s responds to a target in absolute form only by its path as text',
  async (_name, create) => {
    const url = await start(create)
    for (const target of [
      'http://h/x/../stream/token',
      'http://h/x/%2e%2e/stream/token',
      'http://h//stream/token',
    ])
      expect(isOurs(await sendTarget(url, target)), target).toBe(false)
  },
)

describe('Next: a gate in front of the endpoint', () => {
  const started = startNext({ STREAM_API_KEY: options.apiKey, STREAM_API_SECRET: options.apiSecret })
  afterAll(async () => (await started).stop())

  it.each(['/env/stream/token', '/api/env/stream/token'])('B7: is passed by no target of %s', async path => {
    const { url } = await started
    const response = await sendTarget(url, path)
    expect([isOurs(response), passedGate(response)]).toEqual([true, true])
    expect(await ungated(url, targetsOf(path))).toEqual([])
  })
})
