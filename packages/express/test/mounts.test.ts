import { readFileSync } from 'node:fs'
import type express from 'express'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { expresses } from './fixture/expresses.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'
import { post } from './fixture/post.js'

/** The rows of the README's table of mounts: the code, and the route where it serves the token. */
const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const ROWS = [...README.matchAll(/^\| `([^`]*app\.use[^`]*)`\s*\| `POST ([^`]*)`\s*\|$/gm)]
const mounts = ROWS.map(([, code = '', path = '']) => ({ code, path }))

function appOf(framework: typeof express, code: string): express.Express {
  const app = framework()
  const Stream = (own: object = {}) => streamTokenProvider(() => 'john', { ...options, ...own })
  const run = new Function('app', 'router', 'stream', 'streamTokenProvider', 'verifyUser', code)
  run(
    app,
    framework.Router(),
    Stream(),
    (_verifyUser: unknown, own: object) => Stream(own),
    () => 'john',
  )
  return app.use((_req, res) => void res.status(418).end('passed on'))
}

describe.each(expresses)('$name: the mounts in the README', ({ framework }) => {
  it('list five examples', () => {
    expect(mounts).toHaveLength(5)
  })

  it.each(mounts)('$code serves the token at $path', async ({ code, path }) => {
    const url = await listen(appOf(framework, code))
    expect(await post(`${url}${path}`)).toMatchObject({ status: 200, body: { userId: 'john' } })
  })

  it.each(mounts)('$code passes requests for all other paths on', async ({ code, path }) => {
    const url = await listen(appOf(framework, code))
    const others = [
      '/stream/token',
      '/token',
      '/api/stream/token',
      '/v1/chat/stream/token',
      '/api/token',
      `${path}/`,
    ]
    for (const other of others.filter(other => other !== path)) {
      expect(await post(`${url}${other}`), other).toEqual({ status: 418, body: 'passed on' })
    }
  })
})

describe.each(expresses)('$name: a mount', ({ framework }) => {
  it('matches the prefix as Express does, and the path below it exactly', async () => {
    const app = framework().use(
      '/api',
      streamTokenProvider(() => 'john', options),
    )
    const url = await listen(app)
    expect((await post(`${url}/API/stream/token`)).status).toBe(200)
    expect((await post(`${url}/api/Stream/token`)).status).toBe(404)
  })

  it('may contain a parameter, which verifyUser can read', async () => {
    const stream = streamTokenProvider(req => (req.params.tenant === 'acme' ? 'john' : null), options)
    const app = framework().use('/:tenant', framework.Router({ mergeParams: true }).use(stream))
    const url = await listen(app)
    expect((await post(`${url}/acme/stream/token`)).status).toBe(200)
    expect((await post(`${url}/other/stream/token`)).status).toBe(401)
  })
})
