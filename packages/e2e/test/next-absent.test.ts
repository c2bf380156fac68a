import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'

const packages = fileURLToPath(new URL('../../', import.meta.url))

/** A test file as an app would write it. */
const TEST = `
import { createServer } from 'node:http'
import { streamTokenProvider } from '@stream-token/next'
import { streamTokenProvider as pagesProvider } from '@stream-token/next/pages'
import { expect, it } from 'vitest'

const options = { apiKey: 'key', apiSecret: 'a-secret-of-at-least-thirty-two-bytes', streamApi: false }

it('returns a token from the App Router', async () => {
  const { POST, verifyToken } = streamTokenProvider(() => 'john', options)
  const response = await POST(new Request('https://app.example/stream/token', { method: 'POST' }))
  const { token } = await response.json()
  expect(await verifyToken(token)).toMatchObject({ userId: 'john' })
})

it('returns a token from the Pages Router', async () => {
  const handler = pagesProvider(() => 'john', options)
  const server = createServer(handler)
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = 'http://127.0.0.1:' + server.address().port + '/api/stream/token'
  const { token } = await (await fetch(url, { method: 'POST' })).json()
  server.closeAllConnections()
  server.close()
  expect(await handler.verifyToken(token)).toMatchObject({ userId: 'john' })
})

it('does not find Next', () => {
  expect(() => import.meta.resolve('next')).toThrow('next')
})
`

/** Creates a folder with copies of our packages, which resolve only their dependencies. */
async function createProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'next-absent-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const modules = join(folder, 'node_modules')
  await mkdir(join(modules, '@stream-token'), { recursive: true })
  for (const name of ['core', 'next']) {
    for (const part of ['dist', 'package.json'])
      await cp(join(packages, name, part), join(modules, '@stream-token', name, part), { recursive: true })
  }
  for (const name of ['jose', 'zod', 'vitest'])
    await symlink(await realpath(join(packages, 'core/node_modules', name)), join(modules, name))
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await writeFile(join(folder, 'routes.test.js'), TEST)
  return folder
}

it('runs the tests of routes of both entry points without Next installed', { timeout: 60_000 }, async () => {
  const folder = await createProject()
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs')
  const env = { PATH: process.env.PATH, NO_COLOR: '1' }
  const [code, output] = await new Promise<readonly unknown[]>(resolve => {
    const child = execFile(
      process.execPath,
      [vitest, 'run'],
      { cwd: folder, env, timeout: 50_000 },
      (_error, stdout, stderr) => resolve([child.exitCode, stdout + stderr]),
    )
  })
  expect(code, String(output)).toBe(0)
  expect(output).toContain('3 passed')
})
