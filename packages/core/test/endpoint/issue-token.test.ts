import { afterEach, describe, expect, it, vi } from 'vitest'
import type { VerifyUser } from '../../src/endpoint/verify-user.js'
import { forbidden } from '../../src/errors/errors.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { reasonOf, refusal } from '../fixture/caught.js'
import { endpointWithEvents } from '../fixture/endpoint-with-events.js'
import { fakeTime, rest, settled } from '../fixture/fake-time.js'
import { NOW, SECRET } from '../fixture/fixed-provider.js'
import { bodyOf, tokenRequest } from '../fixture/token-request.js'

afterEach(() => void vi.useRealTimers())

describe('issueToken', () => {
  it('returns what the token route responds', async () => {
    const { handle, issueToken } = endpointWithEvents<string>(() => ({
      id: 'john',
      expiresIn: 60,
      claims: { team: 'red' },
    }))
    const issued = await issueToken('raw')
    expect(issued).toEqual(bodyOf(await handle(tokenRequest())))
    expect(issued).toEqual({
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      userId: 'john',
      apiKey: 'key',
      expiresAt: NOW + 60,
      expiresIn: 60,
    })
  })

  it('calls verifyUser with the request, the body and a signal', async () => {
    const seen: unknown[] = []
    const raw = { session: 'a' }
    const { issueToken } = endpointWithEvents<object>((given, { body, signal }) => {
      seen.push(given, body, signal.aborted)
      return 'john'
    })
    await issueToken(raw)
    await issueToken(raw, { body: { room: 1 } })
    await issueToken(raw, { body: undefined })
    expect(seen).toEqual([raw, {}, false, raw, { room: 1 }, false, raw, {}, false])
  })

  it('passes on what an adapter adds, such as res, and never in place of the body or the signal', async () => {
    const contexts: object[] = []
    const { issueToken } = endpointWithEvents<string>((_raw, context) => {
      contexts.push({ ...context })
      return 'john'
    })
    const extras = { res: 'res', signal: 'mine', body: { a: 1 } }
    await issueToken('raw', extras)
    expect(contexts).toEqual([{ res: 'res', body: { a: 1 }, signal: expect.any(AbortSignal) }])
  })

  it.each<[string, VerifyUser<string>, TokenProviderOptions, string]>([
    ['nobody is signed in', () => null, {}, 'unauthenticated'],
    ['verifyUser forbids it', () => Promise.reject(forbidden()), {}, 'forbidden'],
    ['verifyUser throws', () => Promise.reject(new Error('x')), {}, 'verify_user_failed'],
    ['the id is invalid', () => 'a b', {}, 'identity_invalid'],
    ['verifyUser hangs', () => new Promise(() => {}), { verifyUserTimeout: 0.001 }, 'verify_user_timeout'],
    ['the secret is missing', () => 'john', { apiSecret: undefined }, 'config_invalid'],
    ['the clock is broken', () => 'john', { clock: () => Number.NaN }, 'internal_error'],
    [
      'the user is over the limit',
      () => 'john',
      { rateLimit: { consume: () => Promise.reject() } },
      'rate_limited',
    ],
  ])(
    'throws the refusal of the token route, with an event, if %s',
    async (_what, verifyUser, options, reason) => {
      const { issueToken, handle, events } = endpointWithEvents(verifyUser, options)
      const error = await refusal(issueToken('raw'))
      expect(error.reason).toBe(reason)
      expect(events).toEqual([expect.objectContaining({ type: 'refused', reason })])
      expect(await handle(tokenRequest())).toMatchObject({ status: error.status })
    },
  )

  it('refuses a blocked user', async () => {
    const { provider, issueToken } = endpointWithEvents<string>(() => 'john')
    await provider.blockUser('john')
    expect(await reasonOf(issueToken('raw'))).toBe('user_blocked')
  })

  it('counts the user, but no address, and has no origin rule', async () => {
    const keys: string[] = []
    const { issueToken } = endpointWithEvents<Request>(() => 'john', {
      rateLimit: { consume: async key => keys.push(key) },
    })
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    const raw = new Request('http://action.invalid', { headers })
    expect(await issueToken(raw)).toHaveProperty('userId', 'john')
    expect(keys).toEqual(['user:john'])
  })

  it('shares maxPending with the token route', async () => {
    let signIn: (id: string) => void = () => {}
    const open = new Promise<string>(resolve => {
      signIn = resolve
    })
    const { issueToken, handle } = endpointWithEvents<string>(() => open, { maxPending: 1 })
    const first = issueToken('raw')
    await rest()
    expect(await reasonOf(issueToken('raw'))).toBe('overloaded')
    expect(await handle(tokenRequest())).toHaveProperty('status', 503)
    signIn('john')
    expect(await first).toHaveProperty('userId', 'john')
  })

  it('calls verifyUser once more if a revocation came after the first call', async () => {
    fakeTime(NOW)
    const results: (string | null)[] = ['john', null]
    let isSignedIn: (id: string | null) => void = () => {}
    let calls = 0
    const { provider, issueToken } = endpointWithEvents<string>(
      () => {
        const result = results[calls++] ?? null
        return calls === 1 ? new Promise(resolve => (isSignedIn = resolve)) : result
      },
      { clock: () => Date.now() },
    )
    const issuing = reasonOf(issueToken('raw'))
    await rest()
    await provider.revokeUserToken('john')
    isSignedIn('john')
    expect([await settled(issuing), calls]).toEqual(['unauthenticated', 2])
  })

  it('loads credentials that are functions', async () => {
    const { issueToken } = endpointWithEvents<string>(() => 'john', {
      apiKey: async () => 'loaded',
      apiSecret: async () => SECRET,
    })
    expect(await issueToken('raw')).toMatchObject({ userId: 'john', apiKey: 'loaded' })
  })
})
