import { afterEach, describe, expect, it, vi } from 'vitest'
import { memoryRevocationStore } from '../../src/index.js'
import type { TokenProvider } from '../../src/provider/token-provider.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { rest } from '../fixture/fake-time.js'
import { NOW, SECRET } from '../fixture/fixed-provider.js'

const STORES = Symbol.for('stream-token-provider.stores')

const requestToken = (provider: TokenProvider, identity: unknown = 'john') =>
  provider
    .endpoint(() => identity as string)
    .fetch(new Request('https://app.example/stream/token', { method: 'POST' }))

/** A provider from its own copy of the package, as a bundler may create one per route. */
async function copy(options: TokenProviderOptions = {}) {
  vi.resetModules()
  const { createTokenProvider } = await import('../../src/index.js')
  const fixed = { apiKey: 'key', apiSecret: SECRET, streamApi: false, clock: () => NOW * 1000 } as const
  return createTokenProvider({ ...fixed, ...options })
}

/** The error reason, even if the error comes from another copy of the class. */
const reason = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'good',
    (error: { reason?: unknown }) => error.reason,
  )

afterEach(() => {
  Reflect.deleteProperty(globalThis, STORES)
  vi.unstubAllGlobals()
})

describe('two copies of the package in one process', () => {
  it('share revocations, blocks and undos per API key', async () => {
    const [one, other, foreign] = [await copy(), await copy(), await copy({ apiKey: 'another' })]
    expect(one.constructor).toBe(Object)
    const token = await one.createToken('john')
    await one.revokeUserToken('john')
    expect(
      await Promise.all([one, other, foreign].map(({ verifyToken }) => reason(verifyToken(token)))),
    ).toEqual(['token_revoked', 'token_revoked', 'good'])
    await other.revokeUserToken('john', null)
    expect(await reason(one.verifyToken(token))).toBe('good')
    await other.blockUser('john')
    expect(await reason(one.createToken('john'))).toBe('user_blocked')
    await one.unblockUser('john')
    expect(await reason(other.createToken('john'))).toBe('good')
  })

  it('E: do not share the slots of verifyUser: slow calls at one leave the other alone', async () => {
    const [one, other] = [await copy({ maxPending: 2 }), await copy({ maxPending: 2 })]
    let signIn: (id: string) => void = () => {}
    const open = new Promise<string>(resolve => {
      signIn = resolve
    })
    const replies = [requestToken(one, open), requestToken(one, open)]
    await rest()
    expect((await requestToken(one)).status).toBe(503)
    expect((await requestToken(other)).status).toBe(200)
    signIn('john')
    expect((await Promise.all(replies)).map(({ status }) => status)).toEqual([200, 200])
  })

  it('work if other code has put a value under the global name', async () => {
    Reflect.set(globalThis, STORES, 'mine')
    const provider = await copy()
    const token = await provider.createToken('john')
    await provider.revokeUserToken('john')
    expect(await reason(provider.verifyToken(token))).toBe('token_revoked')
    expect(await reason((await copy()).verifyToken(token))).toBe('token_revoked')
  })
})

describe('a version with another sharing contract', () => {
  it.each([
    [{ contract: 3, store: memoryRevocationStore() }],
    [{ contract: 1, store: memoryRevocationStore() }],
    [memoryRevocationStore()],
    ['text'],
    [null],
  ])('is not ignored, because it may hold other revocations: %j', async entry => {
    const stores = new Map([['key', entry]])
    Reflect.set(globalThis, STORES, stores)
    const provider = await copy()
    const calls = [
      () => provider.ready(),
      () => provider.createToken('john'),
      () => provider.revokeUserToken('john'),
    ]
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({
        reason: 'config_invalid',
        message: expect.stringContaining('two versions of @stream-token/core'),
      })
    }
    expect((await requestToken(provider)).status).toBe(500)
    expect(stores.get('key')).toBe(entry)
    const stored = await copy({ revocations: memoryRevocationStore() })
    expect(await reason(stored.createToken('john'))).toBe('good')
  })
})

describe('a store created by memoryRevocationStore', () => {
  it('is not shared', async () => {
    const provider = await copy({ revocations: memoryRevocationStore() })
    const [same, fresh] = [await copy(), await copy({ revocations: memoryRevocationStore() })]
    const token = await provider.createToken('john')
    await provider.revokeUserToken('john')
    expect(
      await Promise.all([provider, same, fresh].map(({ verifyToken }) => reason(verifyToken(token)))),
    ).toEqual(['token_revoked', 'good', 'good'])
  })
})

describe.each([
  ['Edge', 'EdgeRuntime', 'edge-runtime'],
  ['Workers', 'navigator', { userAgent: 'Cloudflare-Workers' }],
])('on %s, where instances do not share memory', (_where, name, value) => {
  it('refuses a revocation in memory, names the fix, and revokes nothing', async () => {
    vi.stubGlobal(name, value)
    const provider = await copy()
    const token = await provider.createToken('john')
    const calls = [
      () => provider.revokeUserToken('john'),
      () => provider.revokeUserToken('john', null),
      () => provider.revokeUsersToken(['john']),
      () => provider.revokeTokens(new Date(NOW * 1000)),
      () => provider.blockUser('john'),
      () => provider.unblockUser('john'),
    ]
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({
        reason: 'config_invalid',
        message: expect.stringContaining('revocations must name a store'),
      })
    }
    expect(await reason(provider.verifyToken(token))).toBe('good')
    expect(await reason(provider.createToken('john'))).toBe('good')
  })

  it('uses the store that is given', async () => {
    vi.stubGlobal(name, value)
    const provider = await copy({ revocations: memoryRevocationStore() })
    const token = await provider.createToken('john')
    await provider.revokeUserToken('john')
    expect(await reason(provider.verifyToken(token))).toBe('token_revoked')
  })
})

describe('in a process with a navigator of its own, as Node has from version 21', () => {
  it('revokes in memory', async () => {
    vi.stubGlobal('navigator', { userAgent: 'Node.js/22' })
    const provider = await copy()
    const token = await provider.createToken('john')
    await provider.revokeUserToken('john')
    expect(await reason(provider.verifyToken(token))).toBe('token_revoked')
  })
})

describe('the event store_is_memory', () => {
  it.each([
    ['production', 1],
    ['development', 0],
    ['test', 0],
    [undefined, 0],
  ])('with NODE_ENV %s is emitted %d times', async (nodeEnv, times) => {
    vi.stubEnv('NODE_ENV', nodeEnv)
    for (const revocations of [undefined, memoryRevocationStore()]) {
      const events: string[] = []
      const onEvent = ({ type }: { type: string }) => void (type === 'store_is_memory' && events.push(type))
      const provider = await copy({ onEvent, ...(revocations !== undefined && { revocations }) })
      const token = await provider.createToken('john')
      for (let call = 0; call < 3; call++) await provider.verifyToken(token)
      await provider.revokeUserToken('john')
      expect(events).toHaveLength(times)
    }
  })
})
