import { deepStrictEqual, match, ok, strictEqual } from 'node:assert'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTokenProvider, isTokenProviderError, TokenProviderError } from '@stream-token/core'
import { startStreamEmulator } from '@stream-token/emulator'
import { expressServer } from './express-server.js'
import { koaServer } from './koa-server.js'
import { channel, context, earlierChannel, POST } from './next-routes.js'
import { nodeServer } from './node-server.js'
import { pagesServer } from './pages-server.js'
import { settings } from './settings.js'

const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/

const tokenIn = async (response: Response): Promise<string> => {
  strictEqual(response.status, 200)
  const { token } = (await response.json()) as { token: string }
  match(token, TOKEN)
  return token
}

async function checkServer(server: Server): Promise<void> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  try {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const token = await tokenIn(await fetch(`${origin}/stream/token`, { method: 'POST' }))
    const allowed = await fetch(`${origin}/me`, { headers: { authorization: `Bearer ${token}` } })
    deepStrictEqual(await allowed.json(), { id: 'john', kind: 'user' })
    strictEqual((await fetch(`${origin}/me`)).status, 401)
  } finally {
    server.close()
  }
}

async function checkRoutes(): Promise<void> {
  const url = 'http://127.0.0.1/api/stream/token'
  const token = await tokenIn(await POST(new Request(url, { method: 'POST', headers: { 'x-user': 'john' } })))
  const guarded = () => new Request(url, { headers: { authorization: `Bearer ${token}` } })
  deepStrictEqual(await (await channel(guarded(), context)).json(), { channel: 'general', id: 'john' })
  const earlier = await earlierChannel(guarded(), { params: { channel: 'general' } })
  strictEqual(await earlier.text(), 'general')
}

async function checkEmulator(): Promise<void> {
  const emulator = await startStreamEmulator(settings)
  try {
    const provider = createTokenProvider({ ...settings, streamApi: { baseUrl: emulator.url } })
    const token = await provider.createToken('jane')
    strictEqual((await provider.revokeUserToken('jane')).users?.[0]?.propagated, true)
    const error: unknown = await provider.verifyToken(token).catch(thrown => thrown)
    ok(isTokenProviderError(error) && error instanceof TokenProviderError)
    strictEqual(error.reason, 'token_revoked')
  } finally {
    await emulator.close()
  }
}

async function main(): Promise<void> {
  for (const server of [expressServer(), koaServer(), pagesServer(), nodeServer()]) await checkServer(server)
  await checkRoutes()
  await checkEmulator()
}

void main()
