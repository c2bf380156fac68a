import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { type NextProcess, startNext } from '../hosts/next-process.js'

const ENVIRONMENT = { STREAM_API_KEY: 'key', STREAM_API_SECRET: 'a-secret-of-at-least-thirty-two-bytes' }

let running: NextProcess | undefined

async function start(env: Readonly<Record<string, string>>): Promise<string> {
  running = await startNext(env)
  return running.url
}

afterEach(() => running?.stop())

const mint = (url: string): Promise<Response> =>
  fetch(`${url}/env/stream/token`, { method: 'POST', headers: { 'x-test-user': 'john' } })

/** What the guard of the App Router answers to john's token. */
const enter = async (url: string, token: string): Promise<{ status: number; reason?: unknown }> => {
  const response = await fetch(`${url}/env/me`, { headers: { authorization: `Bearer ${token}` } })
  if (response.ok) return { status: response.status }
  return { status: response.status, reason: (await response.json()).reason }
}

/** Sends the form of the page as a browser without scripts does. */
async function submitForm(url: string): Promise<Response> {
  const page = `${url}/env/action`
  const html = await (await fetch(page)).text()
  const name = /name="(\$ACTION_ID_[^"]+)"/.exec(html)?.[1] ?? ''
  const body = new FormData()
  body.set(name, '')
  return fetch(page, { method: 'POST', body, headers: { origin: url } })
}

describe('next start', () => {
  it('answers 500 config_invalid without key and secret', async () => {
    const response = await mint(await start({}))
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({ reason: 'config_invalid' })
  })

  it.each([
    ['a route handler', (url: string) => fetch(`${url}/env/revoke`, { method: 'POST' })],
    ['an API route', (url: string) => fetch(`${url}/api/env/revoke`, { method: 'POST' })],
    ['a server action', submitForm],
  ])('refuses in the next request a token that %s has revoked', async (_from, revoke) => {
    const url = await start(ENVIRONMENT)
    const response = await mint(url)
    expect(response.status).toBe(200)
    const { token } = await response.json()
    expect(await enter(url, token)).toEqual({ status: 200 })
    expect((await revoke(url)).status).toBe(200)
    expect(await enter(url, token)).toEqual({ status: 401, reason: 'token_revoked' })
  })
})

describe('next build', () => {
  it('puts no module of Node into the chunks of the Edge runtime but the two that Next brings', () => {
    const folder = fileURLToPath(new URL('../next/.next/server/edge/chunks', import.meta.url))
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name =>
      name.endsWith('.js'),
    )
    const chunks = names.map(name => readFileSync(join(folder, name), 'utf8'))
    expect(chunks.some(text => text.includes('urn:stream-token:error:'))).toBe(true)
    const modules = chunks.flatMap(text => [...text.matchAll(/["'`](node:\w+)/g)].map(([, name]) => name))
    expect([...new Set(modules)].sort()).toEqual(['node:async_hooks', 'node:buffer'])
  })
})
