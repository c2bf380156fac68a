import { inspect } from 'node:util'
import { createTokenProvider, memoryRevocationStore, type TokenProviderOptions } from '@stream-token/core'
import Koa from 'koa'
import { describe, expect, it, vi } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'
import { post } from './fixture/post.js'

const verifyUser = () => 'john'
const invalid = (message: RegExp) =>
  expect.objectContaining({ reason: 'config_invalid', message: expect.stringMatching(message) })

describe('streamTokenProvider', () => {
  it.each([
    ['no key', {}, { STREAM_API_SECRET: options.apiSecret }, /STREAM_API_KEY/],
    ['no secret', {}, { STREAM_API_KEY: 'key' }, /STREAM_API_SECRET/],
    ['a short secret', {}, { STREAM_API_KEY: 'key', STREAM_API_SECRET: 'short' }, /32 bytes/],
    ['an unknown option', { ...options, ttl: 60 }, {}, /ttl/],
    ['milliseconds', { ...options, expiresIn: 3_600_000_000 }, {}, /expiresIn/],
    [
      'a provider together with an option',
      { provider: createTokenProvider(options), expiresIn: 60 },
      {},
      /provider/,
    ],
    ['an invalid provider', { provider: {} }, {}, /createTokenProvider/],
  ])('throws on creation with %s', (_what, given, environment, message) => {
    vi.stubEnv('STREAM_API_KEY', undefined)
    vi.stubEnv('STREAM_API_SECRET', undefined)
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, String(value))
    expect(() => streamTokenProvider(verifyUser, given as TokenProviderOptions)).toThrow(invalid(message))
  })

  it('throws on creation without verifyUser', () => {
    const untyped: (...input: readonly unknown[]) => unknown = streamTokenProvider as never
    expect(() => untyped(undefined, options)).toThrow(invalid(/verifyUser/))
    // The call that a framework makes if the app passes it streamTokenProvider itself.
    expect(() => untyped({}, { locals: {} }, () => {})).toThrow(invalid(/^verifyUser must be a function\.$/))
  })

  it('throws as soon as revokeOnLogout is called without endSession', () => {
    const { revokeOnLogout } = streamTokenProvider(verifyUser, options)
    expect(() => revokeOnLogout(undefined as never)).toThrow(invalid(/endSession must be a function/))
  })

  it('needs no options if the environment has the key and secret', async () => {
    vi.stubEnv('STREAM_API_KEY', 'from-environment')
    vi.stubEnv('STREAM_API_SECRET', String(options.apiSecret))
    const url = await listen(new Koa().use(streamTokenProvider(verifyUser)).callback())
    expect((await post(`${url}/stream/token`)).body).toMatchObject({ apiKey: 'from-environment' })
  })

  it('C2: reads functions for key and secret at the first request, not on creation', async () => {
    vi.stubEnv('STREAM_API_KEY', undefined)
    vi.stubEnv('STREAM_API_SECRET', undefined)
    let secret: string | undefined
    const apiSecret = vi.fn(async () => secret ?? Promise.reject(new Error('canary')))
    const stream = streamTokenProvider(verifyUser, {
      apiKey: () => 'from-manager',
      apiSecret,
      streamApi: false,
    })
    expect(apiSecret).not.toHaveBeenCalled()
    const url = await listen(new Koa().use(stream).callback())
    const failed = await post(`${url}/stream/token`)
    expect(failed).toMatchObject({ status: 500, body: { reason: 'config_invalid' } })
    expect(JSON.stringify(failed.body)).not.toContain('canary')
    secret = String(options.apiSecret)
    for (const _ of [1, 2])
      expect((await post(`${url}/stream/token`)).body).toMatchObject({ apiKey: 'from-manager' })
    expect(apiSecret).toHaveBeenCalledTimes(2)
  })

  it('uses the provider that it receives', async () => {
    const provider = createTokenProvider(options)
    const stream = streamTokenProvider(verifyUser, { provider })
    expect(stream.provider).toBe(provider)
    const url = await listen(new Koa().use(stream).callback())
    const { body } = await post(`${url}/stream/token`)
    await expect(provider.verifyToken((body as { token: string }).token)).resolves.toMatchObject({
      userId: 'john',
    })
  })

  it('D16: revokes with the options alone, without its object', async () => {
    const { createToken, revokeUserToken, revokeUsersToken, verifyToken } = streamTokenProvider(verifyUser, {
      ...options,
      revocations: memoryRevocationStore(),
    })
    const [john, jane] = [await createToken('john'), await createToken('jane')]
    expect(await revokeUserToken('john', { wait: false })).toHaveProperty('users.0.stored', true)
    expect(await revokeUsersToken(['jane'], { wait: false })).toHaveProperty('users.0.stored', true)
    for (const token of [john, jane])
      await expect(verifyToken(token)).rejects.toMatchObject({ reason: 'token_revoked' })
  })

  it('has these methods and does not print the secret', () => {
    const stream = streamTokenProvider(verifyUser, options)
    expect(Object.keys(stream).sort()).toMatchInlineSnapshot(`
      [
        "authenticate",
        "authenticateUpgrade",
        "blockUser",
        "close",
        "createToken",
        "issueToken",
        "provider",
        "requireServerToken",
        "requireUserToken",
        "revokeOnLogout",
        "revokeTokens",
        "revokeUserToken",
        "revokeUsersToken",
        "tokenHandler",
        "unblockUser",
        "verifyToken",
      ]
    `)
    expect(inspect(stream, { depth: null, showHidden: true })).not.toContain(options.apiSecret)
  })
})
