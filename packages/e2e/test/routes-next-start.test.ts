import { readdirSync, readFileSync, statSync } from 'node:fs'
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

/** Submits the form of a page as a browser without scripts does. */
async function submitForm(
  url: string,
  path = '/env/action',
  own: Record<string, string> = {},
): Promise<Response> {
  const page = url + path
  const html = await (await fetch(page)).text()
  const name = /name="(\$ACTION_ID_[^"]+)"/.exec(html)?.[1] ?? ''
  const body = new FormData()
  body.set(name, '')
  return fetch(page, { method: 'POST', body, headers: { ...own, origin: url }, redirect: 'manual' })
}

describe('next start', () => {
  it('responds 500 config_invalid without key and secret', async () => {
    const response = await mint(await start({}))
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({ reason: 'config_invalid' })
  })

  it.each([
    ['the App Router', '/api/get-token'],
    ['the Pages Router', '/api/get-api-token'],
  ])('B3: issues a token at a URL that is rewritten to the route of %s', async (_router, path) => {
    const url = await start(ENVIRONMENT)
    const response = await fetch(url + path, { method: 'POST', headers: { 'x-test-user': 'john' } })
    expect([response.status, await response.json()]).toMatchObject([200, { userId: 'john', apiKey: 'key' }])
  })

  it.each([
    ['the user of its request', { 'x-test-user': 'john' }, 'john'],
    ['nobody', {}, 'unauthenticated'],
  ])('B9: issues a token in a server action for %s', async (_whom, headers, shown) => {
    const url = await start(ENVIRONMENT)
    const { status, headers: sent } = await submitForm(url, '/env/issue-action', headers)
    expect([status, sent.get('location')]).toEqual([303, `/env/issue-action?${shown}`])
  })

  it('A10, B9: issues a token in getServerSideProps, with res for verifyUser', async () => {
    const url = await start(ENVIRONMENT)
    const response = await fetch(`${url}/issued`, { headers: { 'x-test-user': 'john' } })
    expect([response.status, response.headers.get('x-session')]).toEqual([200, 'refreshed'])
    expect(await response.text()).toContain('john')
  })

  it.each(['/env/stream', '/api/env/stream'])(
    'B6: responds 404 below %s to other paths than its routes',
    async base => {
      const url = await start(ENVIRONMENT)
      const statusOf = async (path: string): Promise<readonly unknown[]> => {
        const response = await fetch(url + base + path, {
          method: 'POST',
          headers: { 'x-test-user': 'john' },
        })
        return [response.status, (await response.json()).reason]
      }
      expect((await statusOf('/token'))[0]).toBe(200)
      expect((await statusOf('/token?stream=1'))[0]).toBe(200)
      for (const path of ['/1/token', '/stream/token', '/token/1', '/1/token?stream=token', '/%74oken'])
        expect(await statusOf(path), path).toEqual([404, 'not_found'])
    },
  )

  it.each(['/env/get-token', '/env/revalidated-token'])(
    'B12: issues each user their own token at %s, and no cache keeps it',
    async path => {
      const url = await start(ENVIRONMENT)
      for (const user of ['john', 'jane']) {
        const response = await fetch(url + path, { headers: { 'x-test-user': user } })
        expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
        expect(await response.json()).toMatchObject({ userId: user })
      }
    },
  )

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

  it('calls no verifyUser for a GET of tokenHandler, and writes no token', () => {
    // node_modules holds links to packages. Newer Nodes follow them, and zod's own tests contain a token.
    const files = readdirSync(built, { recursive: true, encoding: 'utf8' })
      .filter(name => !/^(cache|node_modules)\b/.test(name))
      .map(name => new URL(name, built))
      .filter(file => statSync(file).isFile())
    expect(files.filter(({ pathname }) => pathname.endsWith('verify-user-called'))).toEqual([])
    expect(
      files.filter(file => /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{43}/.test(readFileSync(file, 'latin1'))),
    ).toEqual([])
    const routes = Object.keys(JSON.parse(read('server/app-paths-manifest.json')))
    expect(routes).toEqual(expect.arrayContaining(['/env/get-token/route', '/env/revalidated-token/route']))
    expect(Object.keys(JSON.parse(read('prerender-manifest.json')).routes).join()).not.toContain('-token')
  })

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
