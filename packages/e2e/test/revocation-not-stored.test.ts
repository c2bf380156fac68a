import {
  createTokenProvider,
  isTokenProviderError,
  memoryRevocationStore,
  type RevocationStore,
  type TokenProvider,
} from '@stream-token/core'
import { describe, expect, it } from 'vitest'

const NOW = 1_800_000_000.5

/** Two instances of an app, which share a store whose writes can fail. */
function createApp() {
  const stored = memoryRevocationStore()
  const disk = { full: false }
  const revocations: RevocationStore = {
    read: userId => stored.read(userId),
    async write(changes) {
      if (disk.full) throw new Error('The disk is full.')
      return stored.write(changes)
    },
  }
  const open = (): TokenProvider =>
    createTokenProvider({
      apiKey: 'key',
      apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
      revocations,
      streamApi: false,
      clock: () => NOW * 1000,
    })
  return { here: open(), there: open(), disk }
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
  ])('%s: throws, and holds only in this process', async (_, revoke) => {
    const { here, there, disk } = createApp()
    const old = await token(here)
    disk.full = true
    expect(await outcome(revoke(here))).toBe('revocation_not_stored')
    expect(await outcome(here.verifyToken(old))).toBe('token_revoked')
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

  it('holds after an earlier cutoff is stored', async () => {
    const { here, there, disk } = createApp()
    const old = await token(here)
    disk.full = true
    await outcome(here.revokeUserToken('john'))
    disk.full = false
    await here.revokeUserToken('john', new Date((NOW - 3600) * 1000))
    expect(await outcome(there.verifyToken(old))).toBe('done')
    expect(await outcome(here.verifyToken(old))).toBe('token_revoked')
  })
})
