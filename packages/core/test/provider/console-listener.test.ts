import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { VerifyUserResult } from '../../src/endpoint/verify-user.js'
import type { EventFacts } from '../../src/events/events.js'
import { createGuard } from '../../src/guard/guard.js'
import { createTokenProvider } from '../../src/index.js'
import { createConsoleListener } from '../../src/provider/console-listener.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { reasonOf } from '../fixture/caught.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'

const lines: string[] = []
beforeEach(() => {
  lines.length = 0
  vi.stubEnv('NODE_ENV', 'production')
  const error = vi.spyOn(console, 'error').mockImplementation(line => void lines.push(line))
  return () => error.mockRestore()
})

const POST = { method: 'POST' }
const ask = (options: TokenProviderOptions, verifyUser: () => VerifyUserResult | Promise<VerifyUserResult>) =>
  fixedProvider(options).endpoint(verifyUser).fetch(new Request('https://app.example/stream/token', POST))

describe('an app without onEvent', () => {
  it('finds on its console why it answers 500, and not what it threw', async () => {
    const { status } = await ask({}, () => Promise.reject(new Error('canary')))
    expect([status, lines]).toEqual([
      500,
      [
        'stream-token-provider: verify_user_failed: The server could not check the user. verifyUser, or authorizeRevocation, threw: set onEvent, whose event carries what it threw.',
      ],
    ])
  })

  it.each<[string, unknown, RegExp]>([
    [
      'an id that Stream does not take',
      'auth0|canary',
      /identity_invalid: verifyUser: a user id has 1 to 255/,
    ],
    [
      'a user as the app has it',
      { id: 'john', email: 'canary' },
      /identity_invalid: verifyUser: unknown member email/,
    ],
  ])('finds there which rule was broken: %s', async (_what, answer, words) => {
    await ask({}, () => answer as VerifyUserResult)
    expect(lines).toEqual([expect.stringMatching(words)])
    expect(lines[0]).not.toContain('canary')
  })

  it('finds there which variables are missing', async () => {
    vi.stubEnv('STREAM_API_KEY', undefined)
    vi.stubEnv('STREAM_API_SECRET', undefined)
    await createTokenProvider()
      .endpoint(() => 'john')
      .fetch(new Request('https://app.example/stream/token', POST))
    expect(lines).toEqual([expect.stringMatching(/config_invalid: .*STREAM_API_KEY.*STREAM_API_SECRET/)])
  })

  it('finds there why a guard answers 500, or a socket is ended', async () => {
    vi.stubEnv('STREAM_API_KEY', undefined)
    vi.stubEnv('STREAM_API_SECRET', undefined)
    const authorization = `Bearer ${await fixedProvider({ onEvent: () => {} }).createToken('john')}`
    const source = { headers: { authorization } }
    const answer = await createGuard(createTokenProvider(), 'user')(source)
    expect(answer).toMatchObject({ reply: { status: 500 } })
    expect(await reasonOf(createTokenProvider().authenticateUpgrade(source))).toBe('config_invalid')
    const missing = expect.stringMatching(/config_invalid: .*STREAM_API_KEY.*STREAM_API_SECRET/)
    expect(lines).toEqual([missing, missing])
  })

  it('is told nothing of a request that a guard refuses', async () => {
    const guard = createGuard(fixedProvider(), 'user')
    const answers = [
      await guard({ headers: {} }),
      await guard({ headers: { authorization: 'Bearer canary' } }),
    ]
    expect(answers).toMatchObject([{ reply: { status: 401 } }, { reply: { status: 401 } }])
    expect(lines).toEqual([])
  })

  it('is told nothing of a token, nor of who may not have one', async () => {
    for (const answer of ['john', null]) await ask({}, () => answer)
    expect(lines).toEqual([expect.stringContaining('in the memory of this process')])
  })

  it('has a silent console in tests', async () => {
    vi.stubEnv('NODE_ENV', 'test')
    await ask({}, () => '')
    expect(lines).toEqual([])
  })
})

describe('an app with onEvent', () => {
  it('has its console for itself', async () => {
    await ask({ onEvent: () => {} }, () => '')
    expect(lines).toEqual([])
  })
})

describe('createConsoleListener', () => {
  it('tells the same once a second, and something else at once', () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    const log = createConsoleListener()
    for (const type of ['store_unknown', 'store_unknown', 'store_is_memory'] as const) log({ at: NOW, type })
    expect(lines).toHaveLength(2)
    vi.advanceTimersByTime(1000)
    log({ at: NOW, type: 'store_unknown' })
    expect(lines).toHaveLength(3)
    vi.useRealTimers()
  })

  it('lets no name write a line of its own', async () => {
    await ask({}, () => ({ id: 'john', 'a\n\u001b[31mb': 1 }) as VerifyUserResult)
    expect(lines).toEqual([expect.stringContaining('unknown member a??[31mb')])
  })

  it('says so where the clock does not tell the time', async () => {
    await ask({ clock: () => Number.NaN }, () => 'john')
    expect(lines).toEqual([expect.stringContaining('internal_error: The clock does not tell the time.')])
  })

  it.each<[EventFacts, string | undefined]>([
    [{ type: 'store_is_memory' }, 'a restart forgets them'],
    [{ type: 'store_folded', users: 3 }, 'the oldest cutoffs hold for everybody'],
    [{ type: 'store_unknown' }, 'refused with 503'],
    [{ type: 'not_stored', userId: 'canary' }, 'in this process alone'],
    [
      { type: 'not_propagated', userId: 'canary', reason: 'Stream refused with 401' },
      'Stream refused with 401.',
    ],
    [{ type: 'revoked', userId: 'canary', before: null }, undefined],
    [{ type: 'issued', userId: 'canary', expiresAt: null, tokenId: 'canary' }, undefined],
    [{ type: 'refused', reason: 'overloaded', message: 'x' }, undefined],
    [{ type: 'refused', reason: 'internal_error', message: 'x.' }, 'internal_error: x.'],
  ])('of %j prints: %s', (facts, words) => {
    createConsoleListener()({ at: NOW, ...facts })
    expect(lines).toEqual(words === undefined ? [] : [expect.stringMatching(/^stream-token-provider: .*\.$/)])
    if (words !== undefined) expect(lines[0]).toContain(words)
    expect(lines.join()).not.toContain('canary')
  })
})
