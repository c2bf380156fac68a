import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { StreamChat } from 'stream-chat'
import { describe, expect, it, onTestFinished, vi } from 'vitest'

const program = fileURLToPath(new URL('../dist/program/main.js', import.meta.url))
const keys = { STREAM_API_KEY: 'key', STREAM_API_SECRET: 'a-secret-of-at-least-thirty-two-bytes' }

/** Starts the program as npx does; resolves once it has said what to set. */
async function start(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], {
    env: keys,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  const printed = (text: string): Promise<void> =>
    new Promise(resolve => {
      const look = (): void => {
        if (!output.includes(text)) return
        child.stdout.off('data', look)
        resolve()
      }
      child.stdout.on('data', look)
      look()
    })
  child.stdout.on('data', chunk => {
    output += chunk
  })
  await printed('basePath')
  const host = /STREAM_LOCAL_TEST_HOST=(\S+)/.exec(output)?.[1] ?? ''
  return { child, host, output: () => output, printed }
}

/** Runs the program to its end. */
async function run(args: string[], env: Record<string, string>) {
  const { stdout, stderr, code } = await promisify(execFile)(process.execPath, [program, ...args], {
    env,
  }).then(
    streams => ({ ...streams, code: 0 }),
    error => error,
  )
  return { stdout, stderr, code }
}

describe('the program', () => {
  it('prints where it listens, and how to point servers and browsers there', async () => {
    const { host, output } = await start()
    expect(host).toMatch(/^127\.0\.0\.1:\d+$/)
    expect(output()).toContain(`new StreamChat('key', { baseURL: 'http://${host}' })`)
    expect(output()).toContain(`new StreamVideoClient('key', { baseURL: 'http://${host}/video' })`)
    expect(output()).toContain(`new StreamClient(key, secret, { basePath: 'http://${host}' })`)
    expect(output()).not.toContain(keys.STREAM_API_SECRET)
  })

  it('serves an app that has only STREAM_LOCAL_TEST_HOST set, and prints its requests', async () => {
    const { host, printed } = await start('--disable-auth-checks')
    vi.stubEnv('STREAM_LOCAL_TEST_HOST', host)
    onTestFinished(() => void vi.unstubAllEnvs())
    const client = new StreamChat('key', { allowServerSideConnect: true })
    onTestFinished(() => client.disconnectUser())
    await client.connectUser({ id: 'john' }, client.devToken('john'))
    await printed('GET /connect 101\n')
    await expect(client.queryUsers({ id: { $q: 'a' } } as object)).rejects.toMatchObject({ code: 4 })
    await printed('GET /users 400 code 4\n')
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'ends at once at %s, with a client connected',
    async signal => {
      const { child, host } = await start('--quiet')
      const response = await fetch(`http://${host}/app?api_key=key`)
      expect(response.status).toBe(401)
      child.kill(signal)
      expect(await once(child, 'exit')).toEqual([0, null])
    },
  )

  it('says with --help what it reads', async () => {
    const { code, stdout } = await run(['--help'], {})
    expect([code, stdout]).toEqual([0, expect.stringContaining('STREAM_API_KEY and STREAM_API_SECRET')])
  })

  it.each([
    ['no key', [], { STREAM_API_SECRET: keys.STREAM_API_SECRET }, 'STREAM_API_KEY must be set'],
    ['no secret', [], { STREAM_API_KEY: 'key' }, 'STREAM_API_SECRET must be set'],
    ['neither', [], {}, 'STREAM_API_KEY and STREAM_API_SECRET must be set'],
    ['an empty key', [], { ...keys, STREAM_API_KEY: '' }, 'STREAM_API_KEY must be set'],
    [
      'a short secret',
      [],
      { ...keys, STREAM_API_SECRET: 'short' },
      'STREAM_API_SECRET has fewer than 32 bytes',
    ],
    ['a quoted key', [], { ...keys, STREAM_API_KEY: '"key"' }, 'quotes'],
    ['an unknown option', ['--prot', '1'], keys, "Unknown option '--prot'"],
    ['an argument', ['8080'], keys, "Unexpected argument '8080'"],
    ['a word as port', ['--port', 'http'], keys, '--port http: The port must be a whole number'],
    ['a port that is too high', ['--port', '65536'], keys, '--port 65536: The port must be'],
    ['the port that clients rewrite', ['--port', '3030'], keys, 'WebSockets to port 8800'],
  ])('exits with 2 and says why, given %s', async (_, args, env, message) => {
    const { code, stdout, stderr } = await run(args, env)
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(message)])
    expect(stderr).not.toContain(keys.STREAM_API_SECRET)
    expect(stderr).not.toContain('    at ')
  })

  it('exits with 1 if the port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? String(address?.port) : ''
    const { code, stderr } = await run(['--port', port], keys)
    expect([code, stderr]).toEqual([1, expect.stringContaining('the port is in use by another program')])
  })
})
