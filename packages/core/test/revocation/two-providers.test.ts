import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RevocationStore } from '../../src/cutoffs/store.js'
import { memoryRevocationStore } from '../../src/index.js'
import type { TokenProvider } from '../../src/provider/token-provider.js'
import { reasonOf } from '../fixture/caught.js'
import { fakeTime } from '../fixture/fake-time.js'
import { fixedProvider, NOW, SECRET } from '../fixture/fixed-provider.js'
import { pair, type ReplaceableStore, replaceableStore } from '../fixture/store-doubles.js'

const fails: RevocationStore['write'] = () => Promise.reject(new Error('down'))
const providerOf = (revocations: RevocationStore, apiKey = 'key'): TokenProvider =>
  fixedProvider({ apiKey, revocations, streamApi: false, clock: () => Date.now() })
const named = (inner: RevocationStore, name: string): ReplaceableStore & { name: string } =>
  Object.assign(replaceableStore(inner), { name })

beforeEach(() => fakeTime(NOW))
afterEach(() => {
  vi.useRealTimers()
  Reflect.deleteProperty(globalThis, Symbol.for('stream-token-provider.revocations'))
})

describe.each<[string, () => readonly [ReplaceableStore, ReplaceableStore]]>([
  [
    'the same store object',
    () => {
      const store = replaceableStore()
      return [store, store]
    },
  ],
  [
    'two store objects of one name',
    () => {
      const inner = memoryRevocationStore()
      return [named(inner, 'redis'), named(inner, 'redis')]
    },
  ],
])('D8: two providers of one key with %s that fails to write', (_name, makeStores) => {
  function setUp() {
    const [store, otherStore] = makeStores()
    const restore = [store.write, otherStore.write] as const
    const [one, other] = [providerOf(store), providerOf(otherStore)]
    const breakWrites = (): void => {
      store.write = fails
      otherStore.write = fails
    }
    const repair = (): void => {
      store.write = restore[0]
      otherStore.write = restore[1]
    }
    return { store, one, other, breakWrites, repair }
  }

  it('refuse at both what one has revoked', async () => {
    const { one, other, breakWrites } = setUp()
    const token = await other.createToken('john')
    breakWrites()
    expect(await reasonOf(one.revokeUserToken('john'))).toBe('revocation_not_stored')
    for (const provider of [one, other])
      expect(await reasonOf(provider.verifyToken(token))).toBe('token_revoked')
    expect(await reasonOf(one.revokeTokens(new Date(NOW * 1000)))).toBe('revocation_not_stored')
    const jane = await fixedProvider({ streamApi: false }).createToken('jane')
    expect(await reasonOf(other.verifyToken(jane))).toBe('token_revoked')
  })

  it('mint no token at either for a user whom one has blocked', async () => {
    const { one, other, breakWrites } = setUp()
    breakWrites()
    expect(await reasonOf(one.blockUser('john'))).toBe('revocation_not_stored')
    for (const provider of [one, other])
      expect(await reasonOf(provider.createToken('john'))).toBe('user_blocked')
  })

  it('end it at both with an undo that either has stored', async () => {
    const { one, other, breakWrites, repair } = setUp()
    const token = await other.createToken('john')
    breakWrites()
    await reasonOf(one.revokeUserToken('john'))
    repair()
    await other.revokeUserToken('john', null)
    for (const provider of [one, other])
      expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it('leave a provider of another key alone', async () => {
    const { store, one, breakWrites } = setUp()
    const foreign = providerOf(store, 'another')
    const token = await foreign.createToken('john')
    breakWrites()
    await reasonOf(one.revokeUserToken('john'))
    expect(await foreign.verifyToken(token)).toHaveProperty('userId', 'john')
  })
})

describe('D8: two providers of one key with two stores', () => {
  it.each([
    ['without names', undefined, undefined],
    ['of different names', 'redis', 'postgres'],
  ])('%s share nothing that is not stored', async (_name, first, second) => {
    const storeOf = (name: string | undefined) =>
      name === undefined ? replaceableStore() : named(memoryRevocationStore(), name)
    const [store, otherStore] = [storeOf(first), storeOf(second)]
    const [one, other] = [providerOf(store), providerOf(otherStore)]
    const token = await other.createToken('john')
    store.write = fails
    await reasonOf(one.revokeUserToken('john'))
    expect(await other.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it('number above what the other has sent, so that a late write cannot win', async () => {
    const inner = memoryRevocationStore()
    const [store, otherStore] = [named(inner, 'redis'), named(inner, 'redis')]
    const [one, other] = [providerOf(store), providerOf(otherStore)]
    const token = await other.createToken('john')
    let late: Parameters<RevocationStore['write']>[0] = []
    store.write = changes => {
      late = changes
      return fails(changes)
    }
    await reasonOf(one.revokeUserToken('john'))
    await other.revokeUserToken('john', null)
    await inner.write(late)
    expect(await inner.read('john')).toMatchObject({ user: pair(NOW + 0.2, 2) })
    for (const provider of [one, other])
      expect(await provider.verifyToken(token)).toHaveProperty('userId', 'john')
  })
})

describe('D8: rotateSecrets at one of two providers', () => {
  const NEW = 'n'.repeat(32)

  it('holds for both: the old secret is refused, the new one signs', async () => {
    const [one, other] = [providerOf(memoryRevocationStore()), providerOf(memoryRevocationStore())]
    const [old, oldServer] = [await other.createToken('john'), await other.createServerToken()]
    expect(await other.verifyToken(old)).toHaveProperty('userId', 'john')
    one.rotateSecrets([NEW])
    for (const provider of [one, other]) {
      expect(await reasonOf(provider.verifyToken(old))).toBe('token_signature_invalid')
      expect(await reasonOf(provider.verifyToken(oldServer, { kind: 'server' }))).toBe(
        'token_signature_invalid',
      )
    }
    const newer = await other.createToken('john')
    expect(await one.verifyToken(newer)).toHaveProperty('userId', 'john')
    expect(await reasonOf(fixedProvider({ apiKey: 'another' }).verifyToken(newer))).toBe(
      'token_signature_invalid',
    )
  })

  it('holds for a provider that is created afterwards, and the last rotation wins', async () => {
    const one = providerOf(memoryRevocationStore())
    one.rotateSecrets([NEW])
    const other = providerOf(memoryRevocationStore())
    expect(await one.verifyToken(await other.createToken('john'))).toHaveProperty('userId', 'john')
    other.rotateSecrets([SECRET, NEW])
    const token = await one.createToken('john')
    one.rotateSecrets([SECRET])
    expect(await other.verifyToken(token)).toHaveProperty('userId', 'john')
  })

  it('leaves a provider of another key alone', async () => {
    const [one, foreign] = [
      providerOf(memoryRevocationStore()),
      providerOf(memoryRevocationStore(), 'another'),
    ]
    const token = await foreign.createToken('john')
    one.rotateSecrets([NEW])
    expect(await foreign.verifyToken(token)).toHaveProperty('userId', 'john')
  })
})
