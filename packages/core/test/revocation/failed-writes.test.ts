import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RevocationStore } from '../../src/cutoffs/store.js'
import { TokenProviderError } from '../../src/errors/errors.js'
import type { TokenProviderEvent } from '../../src/events/events.js'
import { reasonOf, refusal } from '../fixture/caught.js'
import { fakeTime, rest, settled } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { deferred, pair, type ReplaceableStore, replaceableStore } from '../fixture/store-doubles.js'

const fails: RevocationStore['write'] = () => Promise.reject(new Error('down'))

async function setUp() {
  const store = replaceableStore()
  const events: TokenProviderEvent[] = []
  const provider = fixedProvider({
    revocations: store,
    streamApi: false,
    onEvent: event => events.push(event),
  })
  const token = await provider.createToken('john')
  events.length = 0
  return { store, events, provider, token }
}

/** Runs `act` while the store writes with `write`. */
async function during<Value>(
  store: ReplaceableStore,
  write: RevocationStore['write'],
  act: () => Promise<Value>,
) {
  const { write: works } = store
  store.write = write
  const result = await settled(act())
  store.write = works
  return result
}

beforeEach(() => fakeTime(NOW))
afterEach(() => void vi.useRealTimers())

describe('a revocation whose write fails', () => {
  it.each<[string, RevocationStore['write']]>([
    ['rejects', fails],
    [
      'throws',
      () => {
        throw new Error('down')
      },
    ],
    ['hangs', () => new Promise(() => {})],
    ['resolves with undefined', async () => undefined as never],
    ['resolves with too few states', async () => []],
    ['resolves with invalid states', async () => [null] as never],
    ['D11: resolves with {}', async () => [{}]],
    [
      'rejects with a TokenProviderError',
      () => Promise.reject(new TokenProviderError('revocation_state_unknown')),
    ],
  ])('is in force in this process and reported as not stored if the write %s', async (_name, write) => {
    const { store, events, provider, token } = await setUp()
    const revoke = () => refusal(provider.revokeUserToken('john'))
    const { reason, status, headers } = await during(store, write, revoke)
    expect([reason, status, headers]).toEqual(['revocation_not_stored', 503, { 'retry-after': '1' }])
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
    expect(events).toEqual([{ type: 'not_stored', at: NOW, userId: 'john' }])
    expect(await store.inner.read('john')).toEqual({})
  })

  it('is in force for the app and as a block too', async () => {
    const { store, provider, token } = await setUp()
    await during(store, fails, () => reasonOf(provider.revokeTokens(new Date(NOW * 1000))))
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
    await during(store, fails, () => reasonOf(provider.blockUser('jane')))
    expect(await reasonOf(provider.createToken('jane'))).toBe('user_blocked')
  })

  it('counts in the cutoff that the next command returns', async () => {
    const { store, provider } = await setUp()
    await during(store, fails, () => reasonOf(provider.revokeUserToken('john', '2021-01-01T00:00:00Z')))
    expect(await provider.revokeUserToken('john', '2020-01-01T00:00:00Z')).toMatchObject({
      before: '2021-01-01T00:00:00.000Z',
    })
  })

  it('is stored if the write succeeds late, and then an undo elsewhere ends it', async () => {
    const { store, provider, token } = await setUp()
    const stored = deferred()
    const late: RevocationStore['write'] = async changes => {
      await stored.promise
      return store.inner.write(changes)
    }
    expect(await during(store, late, () => reasonOf(provider.revokeUserToken('john')))).toBe(
      'revocation_not_stored',
    )
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
    stored.resolve()
    await rest()
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
    await store.inner.write([{ userId: 'john', cutoff: pair(NOW, 2) }])
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it('is ended by a stored undo', async () => {
    const { store, provider, token } = await setUp()
    await during(store, fails, () => reasonOf(provider.revokeUserToken('john')))
    expect(await provider.revokeUserToken('john', null)).toMatchObject({ before: null })
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it('is not ended by an undo requested before it', async () => {
    const { store, provider, token } = await setUp()
    const gate = deferred()
    const write: RevocationStore['write'] = async changes => {
      await gate.promise
      return changes[0]?.cutoff?.version === 0 ? store.inner.write(changes) : fails(changes)
    }
    store.write = write
    const undo = provider.revokeUserToken('john', null)
    const revoke = reasonOf(provider.revokeUserToken('john'))
    gate.resolve()
    await undo
    expect(await revoke).toBe('revocation_not_stored')
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
  })
})

describe('a block and a revocation in one command, whose write fails', () => {
  async function blocked() {
    const { store, provider, token } = await setUp()
    const old = await provider.createToken('john', { issuedAt: 1 })
    const authorized = fixedProvider({
      revocations: store,
      streamApi: false,
      authorizeRevocation: () => true,
    })
    const { fetch } = authorized.endpoint(() => 'john')
    const post = (body: object) =>
      fetch(
        new Request('https://app.example/stream/revocations', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      )
    const before = '2026-01-01T00:00:00Z'
    const reply = await during(store, fails, () => post({ userIds: ['john'], before, block: true }))
    expect(reply.status).toBe(503)
    return { provider: authorized, token, old }
  }

  it('keeps the block when the revocation is undone', async () => {
    const { provider } = await blocked()
    await provider.revokeUserToken('john', null)
    expect(await reasonOf(provider.createToken('john'))).toBe('user_blocked')
  })

  it('keeps the revocation when the user is unblocked', async () => {
    const { provider, token, old } = await blocked()
    await provider.unblockUser('john')
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
    expect(await reasonOf(provider.verifyToken(old))).toBe('token_revoked')
  })
})

describe('an undo or unblock', () => {
  it('takes effect only once it is stored', async () => {
    const { store, provider, token } = await setUp()
    await provider.revokeUserToken('john')
    await provider.blockUser('jane')
    const undo = () =>
      Promise.all([provider.revokeUserToken('john', null), provider.unblockUser('jane')].map(reasonOf))
    expect(await during(store, fails, undo)).toEqual(Array(2).fill('revocation_not_stored'))
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
    expect(await reasonOf(provider.createToken('jane'))).toBe('user_blocked')
    await provider.revokeUserToken('john', null)
    await provider.unblockUser('jane')
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
    expect(await provider.createToken('jane')).toBeTypeOf('string')
  })

  it('takes effect even if it is stored after the caller received an error', async () => {
    const { store, provider, token } = await setUp()
    await during(store, fails, () => reasonOf(provider.revokeUserToken('john')))
    const stored = deferred()
    const late: RevocationStore['write'] = async changes => {
      await stored.promise
      return store.inner.write(changes)
    }
    await during(store, late, () => reasonOf(provider.revokeUserToken('john', null)))
    expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
    stored.resolve()
    await rest()
    expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })
})
