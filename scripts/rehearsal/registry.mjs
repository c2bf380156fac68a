import { fork } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const FILES = join(dirname(fileURLToPath(import.meta.url)), 'registry')
const INSTALL = ['ci', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']

/** Our packages come from here alone, all others from the registry that npm uses on this machine. */
const settings = (home, uplink) => ({
  storage: join(home, 'storage'),
  auth: { htpasswd: { file: join(home, 'htpasswd') } },
  uplinks: { npm: { url: uplink, maxage: '60m', timeout: '60s', max_fails: 20 } },
  packages: {
    '@stream-token/*': { access: '$all', publish: '$authenticated' },
    '**': { access: '$all', publish: '$nobody', proxy: 'npm' },
  },
  web: { enable: false },
  max_body_size: '20mb',
  log: { type: 'stdout', format: 'json', level: 'error' },
})

/** Creates a user, as `npm adduser` does; returns a token to publish with. */
async function createUser(url) {
  const response = await fetch(`${url}-/user/org.couchdb.user:rehearsal`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'rehearsal', password: crypto.randomUUID() }),
  })
  const { token } = await response.json()
  if (!token) throw new Error(`the registry responded ${response.status} to a new user`)
  return token
}

/**
 * Installs a registry into `place` and serves it on loopback.
 *
 * `publishes` holds each publish, accepted or refused. `admit(n)` accepts n more and leaves the rest without a response;
 * `admit()` accepts all. `published(n)` resolves after the next n.
 */
export async function startRegistry(place, uplink, { commands, env, log }) {
  cpSync(FILES, place, { recursive: true })
  await commands.run('npm', INSTALL, { cwd: place, env })
  mkdirSync(join(place, 'storage'))
  const config = join(place, 'config.yaml')
  writeFileSync(config, JSON.stringify(settings(place, uplink)))
  const child = fork(join(place, 'serve.mjs'), [config], {
    cwd: place,
    env,
    stdio: ['ignore', log, log, 'ipc'],
  })
  const ended = once(child, 'exit')
  const early = ended.then(([code]) => Promise.reject(new Error(`the registry ended with ${code}`)))
  early.catch(() => {})
  async function stop() {
    child.kill('SIGKILL')
    await ended
  }
  const publishes = []
  let url
  let token
  try {
    const [{ port }] = await Promise.race([once(child, 'message'), early])
    child.on('message', publish => publishes.push(publish))
    url = `http://127.0.0.1:${port}/`
    token = await createUser(url)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url,
    token,
    publishes,
    admit: admit => child.send({ admit }),
    async published(count) {
      const until = publishes.length + count
      while (publishes.length < until) await once(child, 'message')
    },
    /** Remembers what is published; the returned function goes back to it. */
    keep() {
      const [ours, kept] = [join(place, 'storage', '@stream-token'), join(place, 'kept')]
      const count = publishes.length
      if (existsSync(ours)) cpSync(ours, kept, { recursive: true })
      return () => {
        rmSync(ours, { recursive: true, force: true })
        if (existsSync(kept)) renameSync(kept, ours)
        publishes.length = count
      }
    },
    stop,
  }
}
