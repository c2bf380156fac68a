import { deepStrictEqual, match, strictEqual } from 'node:assert'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const TOKEN = /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{43}/
/** Where the app notes each call of the `verifyUser` of its tokenHandler. */
const CALLS = 'verify-user-calls'
const next = 'node_modules/next/dist/bin/next'
const plain = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' }
const secrets = { STREAM_API_KEY: 'key', STREAM_API_SECRET: 'a-secret-of-at-least-thirty-two-bytes' }

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}

/** The files below .next in which there is a token: a route that mints while Next builds gives all users the same one. */
function filesWithToken() {
  const files = readdirSync('.next', { recursive: true }).map(name => join('.next', name))
  return files.filter(file => statSync(file).isFile() && TOKEN.test(readFileSync(file, 'latin1')))
}

async function started(origin) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (
      await fetch(origin).then(
        response => response.ok,
        () => false,
      )
    )
      return
    await sleep(100)
  }
  throw new Error('next start does not respond')
}

async function checkRouter(origin, mount, guarded) {
  const url = `${origin}${mount}/token`
  const given = await fetch(url, { method: 'POST', headers: { 'x-user': 'john' } })
  strictEqual(given.status, 200, mount)
  const { token } = await given.json()
  match(token, TOKEN)
  strictEqual((await fetch(url, { method: 'POST' })).status, 401, mount)
  for (const [path, body] of Object.entries(guarded)) {
    const opened = await fetch(`${origin}${path}`, { headers: { authorization: `Bearer ${token}` } })
    strictEqual(opened.status, 200, path)
    deepStrictEqual(await opened.json(), body)
    strictEqual((await fetch(`${origin}${path}`)).status, 401, path)
  }
}

/** Each user is issued their own token, and nothing on the way keeps it for another. */
async function checkTokenHandler(url) {
  for (const user of ['john', 'jane', 'john']) {
    const given = await fetch(url, { headers: { 'x-user': user } })
    deepStrictEqual([given.status, given.headers.get('cache-control')], [200, 'no-store'], url)
    strictEqual(given.headers.get('x-nextjs-cache'), null, url)
    const { userId, token } = await given.json()
    strictEqual(userId, user, url)
    match(token, TOKEN)
    strictEqual(JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).user_id, user, url)
  }
  strictEqual(readFileSync(CALLS, 'utf8'), '...', 'one call of verifyUser a request')
}

// The secret is the running app's, and no part of its build.
const { status } = spawnSync(process.execPath, [next, 'build'], { env: plain, stdio: 'inherit' })
strictEqual(status, 0, 'next build')
deepStrictEqual(filesWithToken(), [])
strictEqual(existsSync(CALLS), false, 'next build has called verifyUser')
const port = await freePort()
// Next 13 leaves its workers running at SIGTERM, so all are ended as one group.
const server = spawn(process.execPath, [next, 'start', '-H', '127.0.0.1', '-p', String(port)], {
  env: { ...plain, ...secrets },
  stdio: 'inherit',
  detached: process.platform !== 'win32',
})
const exited = once(server, 'exit')
const stop = () => {
  try {
    if (process.platform === 'win32') spawnSync('taskkill', ['/T', '/F', '/PID', String(server.pid)])
    else process.kill(-server.pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1))
process.once('exit', stop)
const origin = `http://127.0.0.1:${port}`
await Promise.race([started(origin), exited.then(() => Promise.reject(new Error('next start has ended')))])
const john = { id: 'john' }
const routes = { '/api/me': john, '/api/channels/general': { channel: 'general', ...john } }
await checkRouter(origin, '/api/stream', routes)
await checkRouter(origin, '/api/pages-stream', { '/api/pages-me': john })
await checkTokenHandler(`${origin}/api/get-token`)
deepStrictEqual(filesWithToken(), [])
process.exit()
