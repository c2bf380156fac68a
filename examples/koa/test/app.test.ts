import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { after, before, test } from 'node:test'
import type { StreamEmulator } from '@stream-token/emulator'
import { StreamChat } from 'stream-chat'
import { createApp } from '../src/app.js'
import { emulateStream } from '../src/development.js'

let emulator: StreamEmulator
let server: Server
let url: string

before(async () => {
  emulator = await emulateStream()
  server = createApp().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert(typeof address === 'object' && address !== null)
  url = `http://127.0.0.1:${address.port}`
})

after(async () => {
  server.closeAllConnections()
  server.close()
  await emulator.close()
})

/** Signs in, and returns the cookie of the session. */
async function signIn(name: string, password: string, cookie = ''): Promise<string> {
  const response = await fetch(`${url}/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify({ name, password }),
  })
  assert.equal(response.status, 200)
  return response.headers
    .getSetCookie()
    .map(line => line.split(';', 1)[0])
    .join('; ')
}

const post = (path: string, cookie: string) => fetch(url + path, { method: 'POST', headers: { cookie } })

async function requestToken(cookie: string): Promise<{ token: string; userId: string; apiKey: string }> {
  const response = await post('/stream/token', cookie)
  assert.equal(response.status, 200)
  return response.json()
}

const me = (token: string) => fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${token}` } })

test('a wrong password gets 401 and no session', async () => {
  for (const body of [{ name: 'john', password: 'hello-jane' }, { name: 'nobody', password: '' }, {}]) {
    const response = await fetch(`${url}/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    assert.equal(response.status, 401)
    assert.deepEqual(response.headers.getSetCookie(), [])
  }
})

test('without a session there is no token', async () => {
  assert.equal((await post('/stream/token', '')).status, 401)
})

test('the Stream client connects with the token of the signed-in user', async () => {
  const cookie = await signIn('john', 'open-sesame')
  const { userId, apiKey } = await requestToken(cookie)
  assert.equal(userId, 'john')
  const client = new StreamChat(apiKey, { baseURL: emulator.url, allowServerSideConnect: true })
  const connection = await client.connectUser({ id: userId }, async () => (await requestToken(cookie)).token)
  assert.equal(connection?.me?.id, 'john')
  await client.disconnectUser()
})

test('the guarded route needs a token', async () => {
  const { token } = await requestToken(await signIn('jane', 'hello-jane'))
  assert.deepEqual(await (await me(token)).json(), { id: 'jane' })
  assert.equal((await me('')).status, 401)
})

test('a log-out ends the access of all devices', async () => {
  const laptop = await signIn('john', 'open-sesame')
  const phone = await signIn('john', 'open-sesame')
  const { token } = await requestToken(phone)

  assert.equal((await post('/log-out', laptop)).status, 200)

  assert.equal((await me(token)).status, 401)
  assert.equal((await post('/stream/token', laptop)).status, 401)
  assert.equal((await post('/stream/token', phone)).status, 401)

  const again = await requestToken(await signIn('john', 'open-sesame'))
  assert.equal((await me(again.token)).status, 200)
})

test('in production, a missing key stops the app', () => {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: { ...process.env, NODE_ENV: 'production', STREAM_API_KEY: '', PORT: '0' },
    encoding: 'utf8',
    timeout: 30_000,
  })
  assert.equal(status, 1)
  assert.match(stderr, /STREAM_API_KEY/)
})
