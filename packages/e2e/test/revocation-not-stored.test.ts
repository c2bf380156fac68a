import {
  createTokenProvider,
  isTokenProviderError,
  memoryRevocationStore,
  type RevocationStore,
  type TokenProvider,
} from '@stream-token/core'
import { describe, expect, it } from 'vitest'

const NOW = 1_800_000_000.5

/**
 * Instances of an app, which share a database whose writes can fail. Each has a store of its own, as in processes of their
 * own; `beside` has that of `here`, as a second provider in the same process.
 */
function createApp() {
  const database = memoryRevocationStore()
  const disk = { full: false }
  const storeOf = (): RevocationStore => ({
    read: userId => database.read(userId),
    async write(changes) {
      if (disk.full) throw new Error('The disk is full.')
      return database.write(changes)
    },
  })
  const open = (revocations: RevocationStore): TokenProvider =>
    createTokenProvider({
      apiKey: 'key',
      apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
      revocations,
      streamApi: false,
      clock: () => NOW * 1000,
    })
  const store = storeOf()
  return { here: open(store), beside: open(store), there: open(storeOf()), disk }
}

/** The reason why a call was refused, or 'done'. */
const outcome = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'done',
    error => (isTokenProviderError(error) ? error.reason : error),
  )
const token = (provider: TokenProvider) => provider.createToken('john', { issuedAt: Math.floor(NOW) - 60 })

describe('a revocation whose write fails', () => {
  it.each([
    ['revokeUserToken', (provider: TokenProvider) => provider.revokeUserToken('john')],
    ['revokeTokens', (provider: TokenProvider) => provider.revokeTokens(new Date(NOW * 1000))],
    ['blockUser', (provider: TokenProvider) => provider.blockUser('john')],
  ])('D8: %s: throws, and holds only in this process, for all its providers', async (_, revoke) => {
    const { here, beside, there, disk } = createApp()
    const old = await token(here)
    disk.full = true
    expect(await outcome(revoke(here))).toBe('revocation_not_stored')
    expect(await outcome(here.verifyToken(old))).toBe('token_revoked')
    expect(await outcome(beside.verifyToken(old))).toBe('token_revoked')
    expect(await outcome(there.verifyToken(old))).toBe('done')
  })

  it('can be undone by another instance once the repeated call is stored', async () => {
    const { here, there, disk } = createApp()
    const old = await token(here)
    disk.full = true
    await outcome(here.revokeUserToken('john'))
    await outcome(here.revokeTokens(new Date(NOW * 1000)))
    await outcome(here.blockUser('john'))
    disk.full = false
    await here.revokeUserToken('john')
    await here.revokeTokens(new Date(NOW * 1000))
    await here.blockUser('john')
    expect(await outcome(there.verifyToken(old))).toBe('token_revoked')
    await there.revokeUserToken('john', null)
    await there.revokeTokens(null)
    await there.unblockUser('john')
    expect(await outcome(here.verifyToken(old))).toBe('done')
  })

  it('is stored with the next revocation of the user, even one by an earlier date', async () => {
    const { here, there, disk } = createApp()
    const old = await token(here)
    disk.full = true
    await outcome(here.revokeUserToken('john'))
    disk.full = false
    const { before } = await here.revokeUserToken('john', new Date((NOW - 3600) * 1000))
    expect(Date.parse(String(before)) / 1000).toBe(NOW + 0.2)
    expect(await outcome(there.verifyToken(old))).toBe('token_revoked')
    expect(await outcome(here.verifyToken(old))).toBe('token_revoked')
  })
})
