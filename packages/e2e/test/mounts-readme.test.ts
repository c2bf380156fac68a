import { readFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { streamTokenProvider as onExpress } from '@stream-token/express'
import { streamTokenProvider as onKoa } from '@stream-token/koa'
import express from 'express'
import Koa from 'koa'
import mount from 'koa-mount'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listen } from '../hosts/listen.js'

/** The rows of a section's table of mounts: the code, and the URL of the token route. */
function rowsOf(
  path: string,
  section: string,
): readonly { readonly written: string; readonly url: string }[] {
  const text = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
  const [, after = ''] = text.split(`\n## ${section}\n`)
  const [own = ''] = after.split('\n## ', 1)
  const [, , ...rows] = own.split('\n').filter(line => line.startsWith('|'))
  return rows.map(row => {
    const [, written, url] = /^\| `([^`]+)`\s*\| `POST ([^`]+)`\s*\|$/.exec(row) ?? []
    if (written === undefined || url === undefined)
      throw new Error(`${path}: this is not a row of mounts: ${row}`)
    return { written, url }
  })
}

const verifyUser = () => 'john'
const options = {
  apiKey: 'key',
  apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
  streamApi: false,
} as const

/** Runs the code of a row with these names in scope. Any other name is an error. */
function run(code: string, names: Readonly<Record<string, unknown>>): void {
  new Function(...Object.keys(names), code)(...Object.values(names))
}

function expressApp(code: string): RequestListener {
  const app = express()
  const streamTokenProvider = (verify: () => string, own: object) => onExpress(verify, { ...options, ...own })
  run(code, { app, stream: onExpress(verifyUser, options), streamTokenProvider, verifyUser })
  return app
}

function koaApp(code: string): RequestListener {
  const app = new Koa()
  const streamTokenProvider = (verify: () => string, own: object) => onKoa(verify, { ...options, ...own })
  run(code, { app, mount, stream: onKoa(verifyUser, options), streamTokenProvider, verifyUser })
  return app.callback()
}

describe.each([
  ['Express', expressApp],
  ['Koa', koaApp],
])('the mounts of %s in docs', (framework, appOf) => {
  it.each(rowsOf('docs/mounts.md', framework))('$written serves $url', async ({ written, url }) => {
    const served = await listen(createServer(appOf(written)), { base: url, own: '' })
    onTestFinished(served.close)
    expect((await fetch(served.url + served.base, { method: 'POST' })).status).toBe(200)
  })
})

describe.each([
  ['docs/mounts.md', 'Next'],
  ['packages/next/README.md', 'Mounts'],
])('the files in %s', (path, section) => {
  it.each(rowsOf(path, section))('$written is the route file of $url', ({ written, url }) => {
    const [, app, pages] = /^(?:app\/(.+)\/route|pages\/(.+))\.ts$/.exec(written) ?? []
    const route = (app ?? pages)?.replace('[tenant]', 'acme').replace('[...stream]', 'token')
    expect(`/${route}`).toBe(url)
  })
})
