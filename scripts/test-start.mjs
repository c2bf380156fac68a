import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { shell } from './run.mjs'
import { tokenRequest } from './token-request.mjs'

// Runs `npm start`, requests a token as the curl line that it prints would, and stops it.
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const LIMIT = 300_000

const child = spawn('npm', ['start'], {
  cwd: root,
  env: { ...process.env, PORT: '0' },
  stdio: ['ignore', 'pipe', 'inherit'],
  shell,
})
const closed = once(child, 'close')

/** Windows has no signal that a shell passes on. */
function stop() {
  if (shell) execFileSync('taskkill', ['/pid', String(child.pid), '/T', '/F'])
  else child.kill('SIGTERM')
}

const limit = setTimeout(stop, LIMIT)
let printed = ''
let request
child.stdout.setEncoding('utf8')
child.stdout.on('data', text => process.stdout.write(text))
for await (const text of child.stdout.iterator({ destroyOnReturn: false })) {
  printed += text
  request = tokenRequest(printed)
  if (request !== undefined) break
}
clearTimeout(limit)
if (request === undefined) throw new Error('npm start ended, or printed no curl line in five minutes')

try {
  const { url, cookie } = request
  const response = await fetch(url, { method: 'POST', headers: { cookie } })
  const { token } = await response.json()
  if (response.status !== 200 || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token))
    throw new Error(`${url} responded ${response.status} without a token`)
  console.log(`${url} responded with a token`)
} finally {
  stop()
  await closed
}
