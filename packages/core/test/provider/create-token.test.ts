import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RevocationState } from '../../src/cutoffs/store.js'
import { memoryRevocationStore } from '../../src/index.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { reasonOf } from '../fixture/caught.js'
import { fakeTime, rest, settled } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { pair } from '../fixture/pair.js'
import { readingStore } from '../fixture/store-doubles.js'

const providerOf = (state: RevocationState, options: TokenProviderOptions = {}) =>
  fixedProvider({
    revocations: readingStore(() => state),
    streamApi: false,
    clock: () => Date.now(),
    ...options,
  })

beforeEach(() => fakeTime(NOW))
afterEach(() => void vi.useRealTimers())

describe('createToken', () => {
  it.each([
    ['no cutoff', {}, 5, NOW - 5],
    ['no cutoff and no backdate', {}, 0, NOW],
    ['a cutoff long ago', { user: pair(NOW - 100) }, 5, NOW - 5],
    ['a cutoff 3 s ago', { user: pair(NOW - 3) }, 5, NOW - 3],
    ['a cutoff 3.5 s ago', { user: pair(NOW - 3.5) }, 5, NOW - 3],
    ['a cutoff of the app 3 s ago', { app: pair(NOW - 3), user: pair(NOW - 4) }, 5, NOW - 3],
  ])('sets the iat for %s', async (_name, state, backdate, issuedAt) => {
    const provider = providerOf(state, { backdate })
    const token = await provider.createToken('john')
    expect(await provider.verifyToken(token)).toMatchObject({ issuedAt, expiresAt: NOW + 3600 })
  })

  it('waits after a revocation in the current second, and counts the expiry from the end of the wait', async () => {
    vi.setSystemTime((NOW + 0.9) * 1000)
    const provider = providerOf({}, { revocations: memoryRevocationStore() })
    await provider.revokeUserToken('john')
    const minting = provider.createToken('john')
    await rest()
    vi.advanceTimersByTime(1299)
    await rest()
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(1)
    const verified = await provider.verifyToken(await minting)
    expect(verified).toMatchObject({ issuedAt: NOW + 2, expiresAt: NOW + 2 + 3600 })
  })

  it('uses the options as passed, even if they change while it waits', async () => {
    const provider = providerOf({ user: pair(NOW + 1) })
    const claims: Record<string, string> = { team: 'red' }
    const options = { expiresIn: 60, claims }
    const minting = provider.createToken('john', options)
    options.expiresIn = 600
    Object.assign(claims, { team: 'blue', user_id: 'admin' })
    await rest()
    vi.advanceTimersByTime(1200)
    const token = await settled(minting)
    expect(await provider.verifyToken(token)).toMatchObject({
      userId: 'john',
      expiresAt: NOW + 1 + 60,
      claims: { team: 'red' },
    })
    expect(atob(token.split('.')[1] ?? '')).not.toContain('admin')
  })

  it('refuses an expiry that passes while it waits', async () => {
    vi.setSystemTime((NOW + 0.5) * 1000)
    const provider = providerOf({ user: pair(NOW + 1) })
    expect(await reasonOf(settled(provider.createToken('john', { expiresAt: NOW + 1 })))).toBe(
      'config_invalid',
    )
  })

  it.each<[string, RevocationState]>([
    ['3 s ahead', { user: pair(NOW + 3) }],
    ['an hour ahead', { app: pair(NOW + 3600) }],
  ])('does not wait for a cutoff %s', async (_name, state) => {
    expect(await reasonOf(providerOf(state).createToken('john'))).toBe('revocation_in_force')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is refused if another revocation comes while it waits', async () => {
    const provider = providerOf({}, { revocations: memoryRevocationStore() })
    await provider.revokeUserToken('john')
    const minting = reasonOf(provider.createToken('john'))
    await rest()
    vi.advanceTimersByTime(1100)
    await provider.revokeUserToken('john')
    vi.advanceTimersByTime(100)
    expect(await minting).toBe('revocation_in_force')
  })

  it.each<[string, RevocationState, string]>([
    ['a blocked user', { block: pair('forever') }, 'user_blocked'],
    ['a user who is blocked for one more second', { block: pair(NOW + 1) }, 'user_blocked'],
  ])('issues no token to %s', async (_name, state, reason) => {
    expect(await reasonOf(providerOf(state).createToken('john'))).toBe(reason)
    expect(await reasonOf(providerOf(state).createToken('john', { issuedAt: null }))).toBe(reason)
  })
})

describe('createToken with issuedAt', () => {
  it.each<[string, number, RevocationState, string | undefined]>([
    ['accepts an iat at the cutoff', NOW - 10, { user: pair(NOW - 10) }, undefined],
    ['refuses an iat one second before the cutoff', NOW - 11, { user: pair(NOW - 10) }, 'config_invalid'],
    [
      'refuses an iat in the second of a fractional cutoff',
      NOW - 10,
      { user: pair(NOW - 9.999) },
      'config_invalid',
    ],
    ['refuses an iat before the cutoff of the app', NOW - 11, { app: pair(NOW - 10) }, 'config_invalid'],
    ['refuses an iat of now before a future cutoff', NOW, { user: pair(NOW + 1) }, 'config_invalid'],
  ])('%s', async (_name, issuedAt, state, reason) => {
    const minting = providerOf(state).createToken('john', { issuedAt })
    if (reason === undefined) expect(await minting).toBeTypeOf('string')
    else expect(await reasonOf(minting)).toBe(reason)
  })

  it.each<[RevocationState, TokenProviderOptions, string | undefined]>([
    [{}, {}, undefined],
    [{ user: pair(NOW - 100) }, {}, 'revocation_in_force'],
    [{ user: pair(NOW - 100) }, { tokensWithoutIat: 'valid' }, undefined],
    [{ app: pair(0) }, { tokensWithoutIat: 'valid' }, 'revocation_in_force'],
    [{}, { maxTokenAge: 60 }, 'config_invalid'],
  ])('null with the state %j and the options %o leads to the reason %s', async (state, options, reason) => {
    const minting = providerOf(state, options).createToken('john', { issuedAt: null })
    if (reason === undefined) expect(await minting).toBeTypeOf('string')
    else expect(await reasonOf(minting)).toBe(reason)
  })
})
