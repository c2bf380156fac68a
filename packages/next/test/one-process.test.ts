import { createRequire } from 'node:module'
import type * as Core from '@stream-token/core'
import { createTokenProvider, type RevocationStore } from '@stream-token/core'
import { afterEach, describe, expect, it } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { streamTokenProvider as pagesProvider } from '../src/pages/index.js'
import { options } from './fixture/options.js'

// Next bundles each route with a copy of core of its own: here, the ES module and the CommonJS module.
const copy: typeof Core = createRequire(import.meta.url)('@stream-token/core')

const NEWER = 'next-newer-secret-of-over-32-bytes'

afterEach(() => {
  // What a rotation has set holds for the whole process.
  Reflect.deleteProperty(globalThis, Symbol.for('stream-token-provider.secrets'))
})

/** The providers of both routers of one app, each with its own copy of core and its own store object. */
function routers(createStore?: () => RevocationStore) {
  const own = () => ({ ...options, ...(createStore && { revocations: createStore() }), onEvent: () => {} })
  return {
    app: streamTokenProvider(() => 'john', { provider: createTokenProvider(own()) }),
    pages: pagesProvider(() => 'john', { provider: copy.createTokenProvider(own()) }),
  }
}

describe('the App Router and the Pages Router of one process', () => {
  it('have two copies of core', () => {
    expect(copy.createTokenProvider).not.toBe(createTokenProvider)
  })

  it.each([
    ['the App Router', 'the Pages Router', 'app', 'pages'],
    ['the Pages Router', 'the App Router', 'pages', 'app'],
  ] as const)(
    'D8: %s revokes and cannot store it; %s refuses the token too',
    async (_one, _other, one, other) => {
      const made = routers(() => ({
        name: `down ${one}`,
        read: () => ({}),
        write: () => Promise.reject(new Error('down')),
      }))
      const token = await made[other].createToken('john')
      await expect(made[one].revokeUserToken('john')).rejects.toMatchObject({
        reason: 'revocation_not_stored',
      })
      for (const stream of [made[one], made[other]])
        await expect(stream.verifyToken(token)).rejects.toMatchObject({ reason: 'token_revoked' })
    },
  )

  it('D8: agree about what the default store has', async () => {
    const { app, pages } = routers()
    const token = await app.createToken('one-process')
    await pages.revokeUserToken('one-process')
    await expect(app.verifyToken(token)).rejects.toMatchObject({ reason: 'token_revoked' })
    await app.revokeUserToken('one-process', null)
    expect(await pages.verifyToken(token)).toHaveProperty('userId', 'one-process')
  })

  it.each([
    ['App', 'app', 'pages'],
    ['Pages', 'pages', 'app'],
  ] as const)('D8: agree on the secrets after rotateSecrets in the %s Router', async (_name, one, other) => {
    const made = routers()
    const older = await made[other].createToken('john')
    made[one].provider.rotateSecrets([NEWER])
    for (const stream of [made[one], made[other]])
      await expect(stream.verifyToken(older)).rejects.toMatchObject({ reason: 'token_signature_invalid' })
    expect(await made[one].verifyToken(await made[other].createToken('john'))).toHaveProperty(
      'userId',
      'john',
    )
  })

  it('D8: agree on the secrets if the rotation came before the function for the key was called', async () => {
    const { app } = routers()
    const late = pagesProvider(() => 'john', {
      provider: copy.createTokenProvider({ ...options, apiKey: async () => 'next-test' }),
    })
    const older = await app.createToken('john')
    late.provider.rotateSecrets([NEWER])
    await late.provider.ready()
    await expect(app.verifyToken(older)).rejects.toMatchObject({ reason: 'token_signature_invalid' })
    expect(await app.verifyToken(await late.createToken('john'))).toHaveProperty('userId', 'john')
  })
})
