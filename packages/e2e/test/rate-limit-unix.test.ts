import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TokenProviderEvent, TokenProviderOptions } from '@stream-token/core'
import { streamTokenProvider as onExpress } from '@stream-token/express'
import { streamTokenProvider as onKoa } from '@stream-token/koa'
import express from 'express'
import express4 from 'express4'
import Koa from 'koa'
import Koa2 from 'koa2'
import { describe, expect, it, onTestFinished } from 'vitest'

type CreateApp = (options: TokenProviderOptions, trust: boolean) => RequestListener

const verifyUser = () => 'john'
const onAnExpress =
  (framework: typeof express): CreateApp =>
  (options, trust) =>
    framework().set('trust proxy', trust).use(onExpress(verifyUser, options))
const onAKoa =
  (Framework: typeof Koa): CreateApp =>
  (options, trust) =>
    Object.assign(new Framework(), { proxy: trust }).use(onKoa(verifyUser, options)).callback()

/** Each framework, and what it calls its trust in a proxy. */
const FRAMEWORKS: readonly (readonly [string, CreateApp, string])[] = [
  ['Express 5', onAnExpress(express), 'trust proxy in Express'],
  ['Express 4', onAnExpress(express4), 'trust proxy in Express'],
  ['Koa 3', onAKoa(Koa), 'app.proxy in Koa'],
  ['Koa 2', onAKoa(Koa2), 'app.proxy in Koa'],
]

/** Serves an app on a Unix socket until the test ends; returns a function that requests a token as a proxy does. */
async function listenOnUnix(app: RequestListener): Promise<() => Promise<number | undefined>> {
  const folder = mkdtempSync(join(tmpdir(), 'unix-'))
  const socketPath = join(folder, 'app.sock')
  const server = createServer(app)
  await new Promise<void>(resolve => server.listen(socketPath, resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
    rmSync(folder, { recursive: true })
  })
  const target = {
    socketPath,
    path: '/stream/token',
    method: 'POST',
    headers: { 'x-forwarded-for': '192.0.2.1' },
  }
  return () =>
    new Promise((resolve, reject) => {
      const client = request(target, response => {
        response.resume()
        resolve(response.statusCode)
      })
      client.on('error', reject).end()
    })
}

/** Sends two requests; returns the keys that the limiter counted, and the reported mistakes. */
async function count(createApp: CreateApp, trust: boolean) {
  const keys: string[] = []
  const events: TokenProviderEvent[] = []
  const options: TokenProviderOptions = {
    apiKey: 'e2e',
    apiSecret: 'e2e-test-secret-of-more-than-32-bytes',
    streamApi: false,
    rateLimit: { consume: async key => keys.push(key) },
    onEvent: event => events.push(event),
  }
  const send = await listenOnUnix(createApp(options, trust))
  expect([await send(), await send()]).toEqual([200, 200])
  return { keys, mistakes: events.filter(({ type }) => type === 'misconfigured') }
}

describe.each(FRAMEWORKS)('%s: rateLimit behind a Unix socket', (_name, createApp, setting) => {
  it('E: counts all clients under one key and reports it once, without trust in the proxy', async () => {
    const { keys, mistakes } = await count(createApp, false)
    expect(keys).toEqual(['ip:unix', 'user:john', 'ip:unix', 'user:john'])
    expect(mistakes).toEqual([expect.objectContaining({ message: expect.stringContaining(setting) })])
  })

  it('E: counts the address that the proxy forwards, with trust in it', async () => {
    const { keys, mistakes } = await count(createApp, true)
    expect([keys.slice(0, 2), mistakes]).toEqual([['ip:192.0.2.1', 'user:john'], []])
  })
})
