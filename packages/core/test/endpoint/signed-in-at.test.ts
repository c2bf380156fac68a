import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { VerifyUserResult } from '../../src/endpoint/verify-user.js'
import { memoryRevocationStore, type RevocationState } from '../../src/index.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { refusal } from '../fixture/caught.js'
import { fakeTime, rest, settled } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { pair } from '../fixture/pair.js'
import { deferred, readingStore, replaceableStore } from '../fixture/store-doubles.js'
import { bodyOf, tokenRequest } from '../fixture/token-request.js'

const CUTOFF = NOW - 60

/** The reply to a user who signed in at that time. */
async function request(signedInAt: number | Date | string, options: TokenProviderOptions) {
  const provider = fixedProvider({ streamApi: false, clock: () => Date.now(), ...options })
  const { handle } = provider.endpoint<string>(() => ({ id: 'john', signedInAt }))
  const reply = await settled(handle(tokenRequest()))
  return { provider, reply, outcome: [reply?.status, bodyOf(reply).reason ?? bodyOf(reply).userId] }
}

const stored = (state: RevocationState): TokenProviderOptions => ({ revocations: readingStore(() => state) })
const REFUSED = [401, 'reauthentication_required']
const ISSUED = [200, 'john']

beforeEach(() => fakeTime(NOW))
afterEach(() => void vi.useRealTimers())

describe('signedInAt', () => {
  it.each<[string, number | Date | string, unknown[]]>([
    ['long before the cutoff', CUTOFF - 3600, REFUSED],
    ['a millisecond more than clockSkew before it', CUTOFF - 0.201, REFUSED],
    ['clockSkew before it', CUTOFF - 0.2, ISSUED],
    ['at the cutoff', CUTOFF, ISSUED],
    ['after it', CUTOFF + 1, ISSUED],
    ['before it, as a Date', new Date((CUTOFF - 1) * 1000), REFUSED],
    ['after it, as a Date', new Date((CUTOFF + 1) * 1000), ISSUED],
    ['before it, as RFC 3339', new Date((CUTOFF - 1) * 1000).toISOString(), REFUSED],
    ['after it, as RFC 3339', new Date((CUTOFF + 1) * 1000).toISOString(), ISSUED],
  ])('D6: %s decides whether the user must sign in again', async (_what, signedInAt, expected) => {
    expect((await request(signedInAt, stored({ user: pair(CUTOFF) }))).outcome).toEqual(expected)
  })

  it('D6: is refused with the challenge of RFC 9470 on the route, and with the same error by issueToken', async () => {
    const { provider, reply } = await request(CUTOFF - 1, stored({ user: pair(CUTOFF) }))
    expect(reply).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer error="insufficient_user_authentication"' },
    })
    const { issueToken } = provider.endpoint<object>(() => ({ id: 'john', signedInAt: CUTOFF - 1 }))
    expect(await refusal(issueToken({}))).toMatchObject({ reason: 'reauthentication_required', status: 401 })
  })

  it.each<[string, RevocationState]>([
    ['no cutoff', {}],
    ['a cutoff that was undone', { user: pair(CUTOFF, 2) }],
    ['the cutoff of the app', { app: pair(CUTOFF) }],
    ['the floor', { floor: CUTOFF }],
    ['a block that has ended', { block: pair(CUTOFF) }],
  ])('D6: does not matter for %s', async (_what, state) => {
    expect((await request(CUTOFF - 3600, stored(state))).outcome).toEqual(ISSUED)
  })

  it('D6: of a session that outlives a revocation is refused until the user signs in again', async () => {
    const revocations = memoryRevocationStore()
    const { provider } = await request(NOW, { revocations })
    vi.setSystemTime((NOW + 10) * 1000)
    await provider.revokeUserToken('john')
    vi.setSystemTime((NOW + 15) * 1000)
    expect((await request(NOW, { revocations })).outcome).toEqual(REFUSED)
    expect((await request(NOW + 9.999, { revocations })).outcome).toEqual(REFUSED)
    expect((await request(NOW + 10, { revocations })).outcome).toEqual(ISSUED)
    await provider.revokeUserToken('john', null)
    expect((await request(NOW, { revocations })).outcome).toEqual(ISSUED)
  })

  it('D6: is also compared with a revocation that is not stored', async () => {
    const revocations = replaceableStore()
    const { provider } = await request(NOW, { revocations })
    revocations.write = () => Promise.reject(new Error('down'))
    vi.setSystemTime((NOW + 10) * 1000)
    await provider.revokeUserToken('john').catch(() => {})
    vi.setSystemTime((NOW + 15) * 1000)
    expect((await request(NOW, { revocations })).outcome).toEqual(REFUSED)
  })

  it.each<[string, number, unknown[]]>([
    ['before the revocation leads to 401', NOW - 1, REFUSED],
    ['after it leads to a token', NOW + 0.5, ISSUED],
  ])('D6: of the second result, after the wait, %s', async (_what, signedInAt, expected) => {
    const calls = [deferred<VerifyUserResult>(), deferred<VerifyUserResult>()]
    let count = 0
    const provider = fixedProvider({
      revocations: memoryRevocationStore(),
      streamApi: false,
      clock: () => Date.now(),
    })
    const { handle } = provider.endpoint<string>(() => calls[count++]?.promise ?? null)
    const replying = handle(tokenRequest())
    await rest()
    await provider.revokeUserToken('john')
    calls[0]?.resolve({ id: 'john', signedInAt: NOW - 1 })
    await rest()
    expect(count).toBe(1)
    vi.advanceTimersByTime(1200)
    await rest()
    expect(count).toBe(2)
    calls[1]?.resolve({ id: 'john', signedInAt })
    const reply = await settled(replying)
    expect([reply?.status, bodyOf(reply).reason ?? bodyOf(reply).userId]).toEqual(expected)
  })
})
