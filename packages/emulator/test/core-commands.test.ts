import { createTokenProvider, isTokenProviderError, memoryRevocationStore } from '@stream-token/core'
import { describe, expect, it } from 'vitest'
import { apiKey, apiSecret, emulate, start, userToken } from './fixture/emulate.js'

const before = new Date((start - 60) * 1000).toISOString()

/** An emulator with the user john, and a provider of its app. */
async function withProvider(path = '') {
  const emulated = await emulate()
  await emulated.server().upsertUser({ id: 'john' })
  const provider = createTokenProvider({
    apiKey,
    apiSecret,
    clock: () => emulated.time.seconds * 1000,
    revocations: memoryRevocationStore(),
    streamApi: { baseUrl: emulated.url + path, retries: 0 },
    onEvent: () => {},
  })
  return { ...emulated, provider }
}

/** The result of a command, also of one that Stream did not accept. */
async function resultOf(command: Promise<unknown>): Promise<unknown> {
  try {
    return await command
  } catch (error) {
    if (isTokenProviderError(error) && error.reason === 'stream_api_failed') return error.result
    throw error
  }
}

describe("core's commands against the emulator", () => {
  it('revoke users of whom Stream does not know one', async () => {
    const { provider, request } = await withProvider()
    const users = ['ghost', 'john'].map(userId => ({ userId, stored: true, propagated: true }))
    expect(await provider.revokeUsersToken(['ghost', 'john'], before)).toEqual({ before, users })
    const token = userToken('john', { iat: start - 61 })
    expect((await request('/users', { token })).body).toMatchObject({ code: 40 })
    await provider.close()
  })

  it('D10: say that a wrong path in baseUrl reaches nobody, although it is a 404 with code 16', async () => {
    const { provider, request } = await withProvider('/wrong')
    const reason = 'Stream refused with 404 (code 16)'
    expect(await resultOf(provider.revokeUserToken('john', before))).toEqual({
      before,
      users: [{ userId: 'john', stored: true, propagated: false, reason }],
    })
    expect((await request('/users', { token: userToken('john', { iat: start - 61 }) })).status).toBe(200)
    await provider.close()
  })

  it('D10: say that nobody was deactivated whom Stream does not know', async () => {
    const { provider } = await withProvider()
    const reason = 'Stream refused with 404 (code 16)'
    expect(await resultOf(provider.blockUser('ghost', { deactivate: true }))).toEqual({
      userId: 'ghost',
      blockedUntil: 'forever',
      stored: true,
      propagated: false,
      reason,
    })
    expect(await provider.blockUser('john', { deactivate: true })).toHaveProperty('propagated', true)
    expect(await provider.unblockUser('john', { reactivate: true })).toHaveProperty('propagated', true)
    await provider.close()
  })
})
