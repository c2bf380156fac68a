import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { type StreamEmulator, startStreamEmulator } from '@stream-token/emulator'
import { StreamChat } from 'stream-chat'

const apiKey = 'test-key'
const apiSecret = 'a-secret-of-at-least-thirty-two-bytes'
let emulator: StreamEmulator
let server: ChildProcess
let url: string

/** Starts what `next build` has built, on a free port. */
function startNext(env: Record<string, string>): ChildProcess {
  return spawn(process.execPath, ['node_modules/next/dist/bin/next', 'start'], {
    env: { ...process.env, PORT: '0', ...env, NODE_ENV: 'production' },
  })
}

/** Waits until a program prints a line that matches, and returns the match. */
async function printed(output: Readable | null, pattern: RegExp): Promise<string> {
  assert(output)
  for await (const line of createInterface(output)) {
    const [found] = pattern.exec(line) ?? []
    if (found) return found
  }
  throw new Error(`The program has ended without printing ${pattern}.`)
}

async function stop(program: ChildProcess): Promise<void> {
  program.kill()
  await once(program, 'exit')
}

before(async () => {
  emulator = await startStreamEmulator({ apiKey, apiSecret })
  server = startNext({
    STREAM_API_KEY: apiKey,
    STREAM_API_SECRET: apiSecret,
    STREAM_LOCAL_TEST_HOST: new URL(emulator.url).host,
    SESSION_SECRET: 'a-secret-of-at-least-thirty-two-bytes',
  })
  url = await printed(server.stdout, /http:\/\/localhost:\d+/)
})

after(async () => {
  await stop(server)
  await emulator.close()
})

/** Signs in, and returns the cookie of the session. */
async function signIn(name: string, password: string, cookie = ''): Promise<string> {
  const response = await fetch(`${url}/api/sign-in`, {
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
  const response = await post('/api/stream/token', cookie)
  assert.equal(response.status, 200)
  return response.json()
}

const me = (token: string) => fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${token}` } })

test('a wrong password gets 401 and no session', async () => {
  for (const body of [{ name: 'john', password: 'hello-jane' }, { name: 'nobody', password: '' }, {}]) {
    const response = await fetch(`${url}/api/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    assert.equal(response.status, 401)
    assert.deepEqual(response.headers.getSetCookie(), [])
  }
})

test('without a session there is no token', async () => {
  assert.equal((await post('/api/stream/token', '')).status, 401)
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

  assert.equal((await post('/api/log-out', laptop)).status, 200)

  assert.equal((await me(token)).status, 401)
  assert.equal((await post('/api/stream/token', laptop)).status, 401)
  assert.equal((await post('/api/stream/token', phone)).status, 401)

  const again = await requestToken(await signIn('john', 'open-sesame'))
  assert.equal((await me(again.token)).status, 200)
})

test('in production, a missing key is reported when the server starts', async () => {
  const withoutKey = startNext({ STREAM_API_KEY: '' })
  await printed(withoutKey.stderr, /STREAM_API_KEY is empty/)
  await stop(withoutKey)
})
