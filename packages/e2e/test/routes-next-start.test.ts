import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { startNext } from '../hosts/next-process.js'
import type { ServerProcess } from '../hosts/server-process.js'

const ENVIRONMENT = { STREAM_API_KEY: 'key', STREAM_API_SECRET: 'a-secret-of-at-least-thirty-two-bytes' }

let running: ServerProcess | undefined

async function start(env: Readonly<Record<string, string>>): Promise<string> {
  running = await startNext(env)
  return running.url
}

afterEach(() => running?.stop())

const mint = (url: string): Promise<Response> =>
  fetch(`${url}/env/stream/token`, { method: 'POST', headers: { 'x-test-user': 'john' } })

/** The response of the App Router's guard to a token. */
const callGuard = async (url: string, token: string): Promise<{ status: number; reason?: unknown }> => {
  const response = await fetch(`${url}/env/me`, { headers: { authorization: `Bearer ${token}` } })
  if (response.ok) return { status: response.status }
  return { status: response.status, reason: (await response.json()).reason }
}

/** Submits the form of the page as a browser without scripts does. */
async function submitForm(url: string): Promise<Response> {
  const page = `${url}/env/action`
  const html = await (await fetch(page)).text()
  const name = /name="(\$ACTION_ID_[^"]+)"/.exec(html)?.[1] ?? ''
  const body = new FormData()
  body.set(name, '')
  return fetch(page, { method: 'POST', body, headers: { origin: url } })
}

describe('next start', () => {
  it('responds 500 config_invalid without key and secret', async () => {
    const response = await mint(await start({}))
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({ reason: 'config_invalid' })
  })

  it.each([
    ['a route handler', (url: string) => fetch(`${url}/env/revoke`, { method: 'POST' })],
    ['an API route', (url: string) => fetch(`${url}/api/env/revoke`, { method: 'POST' })],
    ['a server action', submitForm],
  ])('refuses a token right after %s has revoked it', async (_from, revoke) => {
    const url = await start(ENVIRONMENT)
    const response = await mint(url)
    expect(response.status).toBe(200)
    const { token } = await response.json()
    expect(await callGuard(url, token)).toEqual({ status: 200 })
    expect((await revoke(url)).status).toBe(200)
    expect(await callGuard(url, token)).toEqual({ status: 401, reason: 'token_revoked' })
  })
})

describe('next build', () => {
  const built = new URL('../next/.next/', import.meta.url)
  const read = (name: string): string => readFileSync(new URL(name, built), 'utf8')
  const { functions } = JSON.parse(read('server/middleware-manifest.json'))

  /** The chunks of an Edge route. */
  const chunksOf = (route: string): readonly string[] => functions[route].files.map(read)

  /** The chunks that contain our code. */
  const oursIn = (route: string): readonly string[] =>
    chunksOf(route).filter(chunk => chunk.includes('urn:stream-token:error:'))

  /** The modules of Node that the chunks of a route mention. Next's own code mentions some in every route. */
  const nodeModulesOf = (route: string): readonly string[] =>
    [
      ...new Set(
        chunksOf(route)
          .join('\n')
          .match(/(?<=["'`])node:\w+/g),
      ),
    ].sort()

  const plain = '/edge/plain/route'
  const edgeRoutes = Object.keys(functions).filter(route => route !== plain)

  it('mentions two modules of Node in an Edge route without our code', () => {
    expect(oursIn(plain)).toEqual([])
    expect(nodeModulesOf(plain)).toEqual(['node:async_hooks', 'node:buffer'])
  })

  it.each(edgeRoutes)(
    'mentions no module of Node in the chunks of %s with our code, and no third one in the others',
    route => {
      expect(oursIn(route)).not.toEqual([])
      for (const chunk of oursIn(route)) expect(chunk).not.toContain('node:')
      expect(nodeModulesOf(route)).toEqual(nodeModulesOf(plain))
    },
  )
})
