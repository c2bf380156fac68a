import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createContext, Script } from 'node:vm'
import { build } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
import type * as Core from '../src/index.js'
import { NOW } from './fixture/fixed-provider.js'
import { golden } from './fixture/vectors.js'

const root = new URL('../', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  imports: { '#hs256': { default: string } }
}

/** The file behind `#hs256` in a runtime that is not Node, in the sources. */
const engine = manifest.imports['#hs256'].default.replace('./dist/', './src/').replace(/\.js$/, '.ts')

/** The globals of a worker that are not part of the language. They create Uint8Arrays of this realm. */
const WEB_GLOBALS = {
  ...{ crypto, TextEncoder, TextDecoder, atob, btoa, URL, URLSearchParams, Uint8Array, ArrayBuffer },
  ...{ Request, Response, Headers, ReadableStream, AbortController, AbortSignal },
  ...{ setTimeout, clearTimeout, queueMicrotask, structuredClone, performance },
}

let bundle = ''
beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('src/index.ts', root))],
    bundle: true,
    write: false,
    platform: 'neutral',
    format: 'iife',
    globalName: 'core',
    mainFields: ['module', 'main'],
    alias: { '#hs256': fileURLToPath(new URL(engine, root)) },
  })
  bundle = outputFiles.map(({ text }) => text).join('\n')
})

/** Evaluates the package with only the globals of the language and of the web. */
function evaluate(): typeof Core {
  const context = createContext({ ...WEB_GLOBALS })
  return new Script(`${bundle}\ncore`).runInContext(context) as typeof Core
}

const mintable = golden.cases.filter(({ readOnly, input }) => readOnly === undefined && input.server !== true)

describe('a bundle for a runtime that is not Node', () => {
  it('imports nothing, not even from Node', () => {
    expect(bundle.length).toBeGreaterThan(10_000)
    expect(bundle).not.toMatch(/\bnode:|\brequire\(|^import /m)
  })

  it.each(mintable)('mints the same bytes as $name', async ({ input, noIat, noExp, token }) => {
    const { userId = '', exp, iat, role, callCids } = input
    const options = { apiKey: 'key', apiSecret: golden.secret, clock: () => NOW * 1000 }
    const minted = await evaluate()
      .createTokenProvider(options)
      .createToken(userId, {
        ...(noExp ? { expiresIn: null } : { expiresAt: exp }),
        issuedAt: noIat ? null : iat,
        role,
        callCids,
      })
    expect(minted).toBe(token)
  })

  it('responds to a Web Request with a token that it verifies', async () => {
    const provider = evaluate().createTokenProvider({ apiKey: 'key', apiSecret: golden.secret })
    const request = new Request('https://api.example/stream/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    const response = await provider.endpoint(() => 'john').fetch(request)
    expect(response.status).toBe(200)
    const { token } = (await response.json()) as { token: string }
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it('names the missing variables if there is no environment', async () => {
    const { createTokenProvider, isTokenProviderError } = evaluate()
    const error = await createTokenProvider()
      .ready()
      .catch((thrown: unknown) => thrown)
    expect([isTokenProviderError(error), String(error)]).toEqual([
      true,
      expect.stringContaining('STREAM_API_SECRET'),
    ])
  })
})
