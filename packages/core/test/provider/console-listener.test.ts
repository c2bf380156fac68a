import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { VerifyUserResult } from '../../src/endpoint/verify-user.js'
import type { EventFacts } from '../../src/events/events.js'
import { createGuard } from '../../src/guard/guard.js'
import { createTokenProvider, memoryRevocationStore } from '../../src/index.js'
import { createConsoleListener } from '../../src/provider/console-listener.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { reasonOf } from '../fixture/caught.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { tokenRequest } from '../fixture/token-request.js'

const lines: string[] = []
beforeEach(() => {
  lines.length = 0
  vi.stubEnv('NODE_ENV', 'production')
  const error = vi.spyOn(console, 'error').mockImplementation(line => void lines.push(line))
  return () => error.mockRestore()
})

const POST = { method: 'POST' }
const requestToken = (
  options: TokenProviderOptions,
  verifyUser: () => VerifyUserResult | Promise<VerifyUserResult>,
) => fixedProvider(options).endpoint(verifyUser).fetch(new Request('https://app.example/stream/token', POST))

describe('an app without onEvent', () => {
  it('logs why it responds 500 and the class of what was thrown, but not its message', async () => {
    const { status } = await requestToken({}, () => Promise.reject(new Error('canary')))
    expect([status, lines]).toEqual([
      500,
      [
        'stream-token-provider: verify_user_failed: The server could not check the user. verifyUser or authorizeRevocation threw. Set onEvent: event.cause is what it threw. It threw: Error.',
      ],
    ])
  })

  it.each<[string, unknown, RegExp]>([
    [
      'an id that Stream does not accept',
      'auth0|canary',
      /identity_invalid: verifyUser: a user id has 1 to 255/,
    ],
    [
      'a user object of the app',
      { id: 'john', email: 'canary' },
      /identity_invalid: verifyUser: it returned a whole user \(email\): return user\.id\./,
    ],
  ])('logs which rule was broken: %s', async (_what, result, words) => {
    await requestToken({}, () => result as VerifyUserResult)
    expect(lines).toEqual([expect.stringMatching(words)])
    expect(lines[0]).not.toContain('canary')
  })

  it('logs which variables are missing', async () => {
    vi.stubEnv('STREAM_API_KEY', undefined)
    vi.stubEnv('STREAM_API_SECRET', undefined)
    await createTokenProvider()
      .endpoint(() => 'john')
      .fetch(new Request('https://app.example/stream/token', POST))
    expect(lines).toEqual([expect.stringMatching(/config_invalid: .*STREAM_API_KEY.*STREAM_API_SECRET/)])
  })

  it('logs why a guard responds 500 or an upgrade is refused', async () => {
    vi.stubEnv('STREAM_API_KEY', undefined)
    vi.stubEnv('STREAM_API_SECRET', undefined)
    const authorization = `Bearer ${await fixedProvider({ onEvent: () => {} }).createToken('john')}`
    const source = { headers: { authorization } }
    const outcome = await createGuard(createTokenProvider(), 'user')(source)
    expect(outcome).toMatchObject({ reply: { status: 500 } })
    expect(await reasonOf(createTokenProvider().authenticateUpgrade(source))).toBe('config_invalid')
    const missing = expect.stringMatching(/config_invalid: .*STREAM_API_KEY.*STREAM_API_SECRET/)
    expect(lines).toEqual([missing, missing])
  })

  it.each(['production', 'development'])(
    'logs in %s why a guest was not created, and what to check, but not the name',
    async environment => {
      vi.stubEnv('NODE_ENV', environment)
      const { read, write } = memoryRevocationStore()
      const { status } = await fixedProvider({
        guests: {},
        revocations: { read, write },
        streamApi: { baseUrl: 'http://127.0.0.1:1', retries: 0 },
      })
        .endpoint(() => null)
        .fetch(
          new Request('https://app.example/stream/guest', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: '{"name":"canary"}',
          }),
        )
      expect([status, lines]).toEqual([
        502,
        [
          "stream-token-provider: stream_api_failed: The guest was not created: Stream could not be reached. Check that this server reaches streamApi.baseUrl, and the app's rate limits at Stream.",
        ],
      ])
    },
  )

  it('logs nothing for a request that a guard refuses', async () => {
    const guard = createGuard(fixedProvider(), 'user')
    const outcomes = [
      await guard({ headers: {} }),
      await guard({ headers: { authorization: 'Bearer canary' } }),
    ]
    expect(outcomes).toMatchObject([{ reply: { status: 401 } }, { reply: { status: 401 } }])
    expect(lines).toEqual([])
  })

  it('logs nothing for an issued token or for a user who is not signed in', async () => {
    const revocations = memoryRevocationStore()
    for (const result of ['john', null]) await requestToken({ revocations }, () => result)
    expect(lines).toEqual([expect.stringContaining('in the memory of this process')])
  })

  it('logs nothing in tests', async () => {
    vi.stubEnv('NODE_ENV', 'test')
    await requestToken({}, () => '')
    expect(lines).toEqual([])
  })
})

describe('an app with onEvent', () => {
  it('logs nothing to the console', async () => {
    await requestToken({ onEvent: () => {} }, () => '')
    expect(lines).toEqual([])
  })
})

describe('createConsoleListener', () => {
  it('logs the same message once a second, and another message immediately', () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    const log = createConsoleListener()
    for (const type of ['store_unknown', 'store_unknown', 'store_is_memory'] as const) log({ at: NOW, type })
    expect(lines).toHaveLength(2)
    vi.advanceTimersByTime(1000)
    log({ at: NOW, type: 'store_unknown' })
    expect(lines).toHaveLength(3)
    vi.useRealTimers()
  })

  it('logs no control characters from a message', async () => {
    createConsoleListener()({ at: NOW, type: 'misconfigured', message: 'a\n\u001b[31mé'.padEnd(700, 'b') })
    expect(lines).toEqual([`stream-token-provider: a??[31m?${'b'.repeat(592)}`])
  })

  it('logs that the clock is invalid', async () => {
    await requestToken({ clock: () => Number.NaN }, () => 'john')
    expect(lines).toEqual([expect.stringContaining('internal_error: The clock must return a finite number.')])
  })

  it('D2: logs in development, and nowhere else, that a log-out found nobody, and what to do', async () => {
    const { logOut } = fixedProvider({ streamApi: false }).endpoint<string>(() => null)
    expect(await logOut(tokenRequest(), () => {})).toBeUndefined()
    expect(lines).toEqual([])
    vi.stubEnv('NODE_ENV', 'development')
    expect(await logOut(tokenRequest(), () => {})).toBeUndefined()
    expect(lines).toEqual([
      'stream-token-provider: revokeOnLogout ran and verifyUser found nobody, so no token was revoked. If somebody was signed in: mount it after the middleware that verifyUser needs.',
    ])
  })

  it.each<[EventFacts, string | undefined]>([
    [{ type: 'store_is_memory' }, 'a restart forgets them'],
    [{ type: 'store_folded', users: 3 }, 'the oldest cutoffs hold for everybody'],
    [{ type: 'store_was_empty' }, 'all tokens from before are revoked'],
    [{ type: 'store_lost_data' }, 'this process writes back what it knows'],
    [{ type: 'store_refilled', entries: 3 }, undefined],
    [{ type: 'store_too_large', entries: 3 }, 'each check asks its server'],
    [{ type: 'store_is_stale' }, 'is not confirmed by its server'],
    [{ type: 'store_is_fresh' }, undefined],
    [{ type: 'store_unknown' }, 'refused with 503'],
    [{ type: 'not_stored', userId: 'canary' }, 'in this process alone'],
    [
      { type: 'not_propagated', userId: 'canary', reason: 'Stream refused with 401' },
      'Stream refused with 401.',
    ],
    [
      { type: 'clock_set_back', userId: 'canary', seconds: 61 },
      'the clock was set back: a revoked user gets no new token for 61 s.',
    ],
    [{ type: 'log_out_of_nobody' }, undefined],
    [{ type: 'propagated', userId: 'canary' }, undefined],
    [{ type: 'revoked', userId: 'canary', before: null }, undefined],
    [{ type: 'issued', userId: 'canary', expiresAt: null, tokenId: 'canary' }, undefined],
    [{ type: 'refused', reason: 'overloaded', message: 'x' }, undefined],
    [{ type: 'refused', reason: 'internal_error', message: 'x.' }, 'internal_error: x.'],
  ])('logs for %j: %s', (facts, words) => {
    createConsoleListener()({ at: NOW, ...facts })
    expect(lines).toEqual(words === undefined ? [] : [expect.stringMatching(/^stream-token-provider: .*\.$/)])
    if (words !== undefined) expect(lines[0]).toContain(words)
    expect(lines.join()).not.toContain('canary')
  })
})
