import {
  createTokenProvider,
  isTokenProviderError,
  memoryRevocationStore,
  type StreamApiOptions,
  type TokenProvider,
  type TokenProviderOptions,
} from '@stream-token/core'
import { type InjectedFailure, type RequestEvent, startStreamEmulator } from '@stream-token/emulator'
import { StreamChat } from 'stream-chat'
import { describe, expect, it, onTestFinished } from 'vitest'

const app = { apiKey: 'e2e', apiSecret: 'e2e-test-secret-of-more-than-32-bytes' }

const now = Math.floor(Date.now() / 1000)
/** The instant some seconds before the tests, in whole seconds. */
const ago = (seconds: number): number => now - seconds
const dateOf = (instant: number): Date => new Date(instant * 1000)

/** Stream with the users John and Jane, an app, and the real client. */
async function start({
  tokensWithoutIat = 'revoked',
  apiSecret = app.apiSecret,
  timeout = 5,
  retries = 1,
  path = '',
}: StreamApiOptions & { readonly path?: string } & Pick<
    TokenProviderOptions,
    'apiSecret' | 'tokensWithoutIat'
  > = {}) {
  const events: RequestEvent[] = []
  const failures: { next?: (() => InjectedFailure | undefined) | undefined } = {}
  const emulator = await startStreamEmulator({
    ...app,
    tokensWithoutIat,
    onRequest: event => events.push(event),
    intercept: request => (isCommand(request) ? failures.next?.() : undefined),
  })
  onTestFinished(() => emulator.close())

  const provider = createTokenProvider({
    apiKey: app.apiKey,
    apiSecret,
    revocations: memoryRevocationStore(),
    tokensWithoutIat,
    streamApi: { baseUrl: emulator.url + path, timeout, retries },
  })
  onTestFinished(() => provider.close())

  const client = (secret?: string): StreamChat => {
    const settings = { baseURL: emulator.url, allowServerSideConnect: true, timeout: 5000 }
    const chat =
      secret === undefined
        ? new StreamChat(app.apiKey, settings)
        : new StreamChat(app.apiKey, secret, settings)
    onTestFinished(() => chat.disconnectUser())
    return chat
  }
  const admin = client(app.apiSecret)
  await admin.upsertUsers([{ id: 'john' }, { id: 'jane' }])
  events.length = 0

  /** Stream's response to a client that connects with a token: 'accepted' or an error code. */
  const atStream = (userId: string, token: string): Promise<unknown> =>
    client()
      .connectUser({ id: userId }, token)
      .then(
        () => 'accepted',
        (error: Error) => JSON.parse(error.message).code,
      )
  /** The response of the app's own guards to a token. */
  const here = (token: string): Promise<unknown> => outcome(provider.verifyToken(token))
  const everywhere = async (userId: string, token: string) => [
    await here(token),
    await atStream(userId, token),
  ]
  const mint = (userId: string, issuedAt: number) => provider.createToken(userId, { issuedAt })
  /** The app's calls to Stream that reached Stream. */
  const calls = () => events.filter(isCommand)
  return { provider, client, admin, failures, events, calls, atStream, here, everywhere, mint }
}

/** Whether a request propagates a revocation or a block to Stream. */
function isCommand({ method, path }: { readonly method: string; readonly path: string }): boolean {
  return method === 'PATCH' || path.endsWith('activate')
}

/** The reason why a call was refused, or 'accepted'. */
const outcome = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'accepted',
    error => (isTokenProviderError(error) ? error.reason : error),
  )

/** The result that a refused call reports. */
const resultOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'no refusal',
    error => (isTokenProviderError(error) ? error.result : error),
  )

const ACCEPTED = ['accepted', 'accepted']
const REVOKED = ['token_revoked', 40]

describe('a user whose tokens are revoked now', () => {
  // Retried in case the machine stalls: a hold that is really too long fails every time.
  it('logs in again at once, with one new token, in under 2 s', { retry: 2 }, async () => {
    const { provider, client, atStream } = await start()
    const first = client()
    const old = await provider.createToken('john')
    await first.connectUser({ id: 'john' }, old)
    await first.disconnectUser()

    await provider.revokeUserToken('john')
    const since = Date.now()
    let requests = 0
    const again = client()
    await again.connectUser({ id: 'john' }, () => {
      requests++
      return provider.createToken('john')
    })
    expect((await again.queryUsers({ id: 'john' })).users).toHaveLength(1)
    expect([requests, Date.now() - since < 2000]).toEqual([1, true])

    // close() waits until the cutoff, which was in the future at first, has been propagated to Stream.
    await provider.close()
    expect((await again.queryUsers({ id: 'john' })).users).toHaveLength(1)
    expect(await atStream('john', old)).toBe(40)
  })

  it('stays connected in an open client, which requests one new token', async () => {
    const { provider, client } = await start()
    let requests = 0
    const chat = client()
    await chat.connectUser({ id: 'john' }, () => {
      requests++
      return provider.createToken('john')
    })
    await provider.revokeUserToken('john')
    expect((await chat.queryUsers({ id: 'john' })).users).toHaveLength(1)
    expect(requests).toBe(2)
  })

  it.each([
    ['revoked and undone', [undefined, null], ACCEPTED, null],
    ['revoked, undone and revoked', [undefined, null, undefined], REVOKED, expect.any(String)],
    ['revoked twice and undone', [undefined, undefined, null], ACCEPTED, null],
  ])('has its final state at Stream when %s concurrently', async (_, dates, end, before) => {
    const { provider, everywhere, mint } = await start()
    const old = await mint('john', ago(60))
    const results = await Promise.all(dates.map(date => provider.revokeUserToken('john', date)))
    expect(results.at(-1)?.before).toEqual(before)
    await provider.close()
    expect(await everywhere('john', old)).toEqual(end)
    expect(await everywhere('john', await provider.createToken('john'))).toEqual(ACCEPTED)
  })
})

describe('a revocation by a date', () => {
  it('refuses only tokens whose iat is earlier, here and at Stream', async () => {
    const { provider, calls, everywhere, mint } = await start()
    const cutoff = ago(100)
    const [older, same] = [await mint('john', cutoff - 1), await mint('john', cutoff)]
    const other = await mint('jane', cutoff - 1)
    expect(await provider.revokeUserToken('john', dateOf(cutoff))).toEqual({
      before: dateOf(cutoff).toISOString(),
      users: [{ userId: 'john', stored: true, propagated: true }],
    })
    expect(await everywhere('john', older)).toEqual(REVOKED)
    expect(await everywhere('john', same)).toEqual(ACCEPTED)
    expect(await everywhere('jane', other)).toEqual(ACCEPTED)
    expect(calls()).toHaveLength(1)
  })

  it('does not replace a later one, here or at Stream', async () => {
    const { provider, everywhere, mint } = await start()
    const token = await mint('john', ago(100))
    await provider.revokeUserToken('john', dateOf(ago(50)))
    const { before } = await provider.revokeUserToken('john', dateOf(ago(200)))
    expect(Date.parse(String(before)) / 1000).toBeGreaterThan(ago(100))
    expect(await everywhere('john', token)).toEqual(REVOKED)
  })

  it('is undone with null', async () => {
    const { provider, everywhere, mint } = await start()
    const token = await mint('john', ago(100))
    await provider.revokeUserToken('john', dateOf(ago(50)))
    expect(await provider.revokeUserToken('john', null)).toMatchObject({ before: null })
    expect(await everywhere('john', token)).toEqual(ACCEPTED)
  })

  it('can be undone during a retry of its propagation to Stream', async () => {
    const { provider, failures, calls, everywhere, mint } = await start()
    const token = await mint('john', ago(100))
    let undoing: Promise<unknown> | undefined
    failures.next = () => {
      failures.next = undefined
      undoing = provider.revokeUserToken('john', null)
      return { status: 500 }
    }
    await provider.revokeUserToken('john', dateOf(ago(50)))
    await undoing
    expect(await everywhere('john', token)).toEqual(ACCEPTED)
    // One call with what is in force, and not one for each command.
    expect(calls().map(({ status }) => status)).toEqual([200])
  })
})

describe('the app’s tokens', () => {
  it('are revoked for all users if issued before a date, until that is undone', async () => {
    const { provider, everywhere, mint } = await start()
    const [john, jane] = [await mint('john', ago(100)), await mint('jane', ago(100))]
    expect(await provider.revokeTokens(dateOf(ago(50)))).toEqual({
      before: dateOf(ago(50)).toISOString(),
      app: { stored: true, propagated: true },
    })
    expect(await everywhere('john', john)).toEqual(REVOKED)
    expect(await everywhere('jane', jane)).toEqual(REVOKED)
    expect(await everywhere('john', await provider.createToken('john'))).toEqual(ACCEPTED)
    await provider.revokeTokens(null)
    expect(await everywhere('john', john)).toEqual(ACCEPTED)
  })

  it('are revoked and undone independently of a user’s', async () => {
    const { provider, everywhere, mint } = await start()
    const [john, jane] = [await mint('john', ago(100)), await mint('jane', ago(100))]
    await provider.revokeUserToken('john', dateOf(ago(50)))
    await provider.revokeTokens(dateOf(ago(50)))
    await provider.revokeTokens(null)
    expect(await everywhere('john', john)).toEqual(REVOKED)
    expect(await everywhere('jane', jane)).toEqual(ACCEPTED)
  })
})

describe.each(['revoked', 'valid'] as const)(
  'a token without iat, with tokensWithoutIat “%s”',
  tokensWithoutIat => {
    it('is revoked by a cutoff of its user only with “revoked”', async () => {
      const { provider, admin, everywhere } = await start({ tokensWithoutIat })
      const token = admin.createToken('john')
      expect(await everywhere('john', token)).toEqual(ACCEPTED)
      await provider.revokeUserToken('john', dateOf(ago(1e6)))
      expect(await everywhere('john', token)).toEqual(tokensWithoutIat === 'revoked' ? REVOKED : ACCEPTED)
      await provider.revokeUserToken('john', null)
      expect(await everywhere('john', token)).toEqual(ACCEPTED)
    })

    it('is revoked by any cutoff of the app', async () => {
      const { provider, admin, everywhere } = await start({ tokensWithoutIat })
      const token = admin.createToken('john')
      await provider.revokeTokens(dateOf(ago(1e6)))
      expect(await everywhere('john', token)).toEqual(REVOKED)
      await provider.revokeTokens(null)
      expect(await everywhere('john', token)).toEqual(ACCEPTED)
    })
  },
)

describe('a blocked user', () => {
  it('is accepted by Stream with older tokens, unless deactivated there too', async () => {
    const { provider, calls, everywhere, mint } = await start()
    const token = await mint('john', ago(100))
    expect(await provider.blockUser('john')).toMatchObject({ blockedUntil: 'forever', propagated: 'off' })
    expect(await outcome(provider.createToken('john'))).toBe('user_blocked')
    expect(await everywhere('john', token)).toEqual(['token_revoked', 'accepted'])
    expect(calls()).toEqual([])

    expect(await provider.blockUser('john', { deactivate: true })).toMatchObject({ propagated: true })
    expect(await everywhere('john', token)).toEqual(['token_revoked', 16])
    expect(await provider.unblockUser('john', { reactivate: true })).toMatchObject({ propagated: true })
    expect(await everywhere('john', token)).toEqual(ACCEPTED)
  })

  it('stays deactivated at Stream if only the block is ended', async () => {
    const { provider, everywhere, mint } = await start()
    const token = await mint('john', ago(100))
    await provider.blockUser('john', { deactivate: true })
    await provider.unblockUser('john')
    expect(await everywhere('john', token)).toEqual(['accepted', 16])
  })

  it('can be blocked and unblocked repeatedly', async () => {
    const { provider, everywhere, mint } = await start()
    const token = await mint('john', ago(100))
    for (const _ of [1, 2]) await provider.blockUser('john', { deactivate: true })
    for (const _ of [1, 2]) await provider.unblockUser('john', { reactivate: true })
    expect(await everywhere('john', token)).toEqual(ACCEPTED)
  })
})

describe('a user whom Stream does not know', () => {
  it('D10: is blocked here, and is reported as not deactivated there', async () => {
    const { provider } = await start()
    expect(await resultOf(provider.blockUser('ghost', { deactivate: true }))).toEqual({
      userId: 'ghost',
      blockedUntil: 'forever',
      stored: true,
      propagated: false,
      reason: 'Stream refused with 404 (code 16)',
    })
    expect(await outcome(provider.createToken('ghost'))).toBe('user_blocked')
  })

  it('D10: is not confused with a wrong path in the base URL', async () => {
    const { provider } = await start({ path: '/v9' })
    expect(await resultOf(provider.revokeUserToken('john', dateOf(ago(50))))).toMatchObject({
      users: [{ userId: 'john', stored: true, propagated: false }],
    })
  })
})

describe('while Stream is unreachable', () => {
  it.each<[string, (provider: TokenProvider) => Promise<unknown>, unknown]>([
    ['a user is revoked', provider => provider.revokeUserToken('john', dateOf(ago(50))), 40],
    ['the app is revoked', provider => provider.revokeTokens(dateOf(ago(50))), 40],
    ['a user is blocked', provider => provider.blockUser('john', { deactivate: true }), 16],
  ])('%s: it holds here, and also at Stream once the call is repeated', async (_, revoke, code) => {
    const { provider, failures, everywhere, mint } = await start()
    const token = await mint('john', ago(100))
    failures.next = () => 'reset'
    expect(await outcome(revoke(provider))).toBe('stream_api_failed')
    expect(await everywhere('john', token)).toEqual(['token_revoked', 'accepted'])
    failures.next = undefined
    await revoke(provider)
    expect(await everywhere('john', token)).toEqual(['token_revoked', code])
  })

  it('an undo holds here, and also at Stream once it is repeated', async () => {
    const { provider, failures, everywhere, mint } = await start()
    const token = await mint('john', ago(100))
    await provider.revokeUserToken('john', dateOf(ago(50)))
    failures.next = () => 'reset'
    expect(await outcome(provider.revokeUserToken('john', null))).toBe('stream_api_failed')
    expect(await everywhere('john', token)).toEqual(['accepted', 40])
    failures.next = undefined
    await provider.revokeUserToken('john', null)
    expect(await everywhere('john', token)).toEqual(ACCEPTED)
  })

  it('the next call about the user propagates everything that failed before', async () => {
    const { provider, failures, everywhere, mint } = await start()
    const token = await mint('john', ago(100))
    failures.next = () => 'reset'
    await outcome(provider.revokeUserToken('john', dateOf(ago(50))))
    failures.next = undefined
    await provider.revokeUserToken('john', dateOf(ago(200)))
    expect(await everywhere('john', token)).toEqual(REVOKED)
  })
})

describe('many users', () => {
  const ids = Array.from({ length: 250 }, (_, at) => `user-${at}`)

  it('are revoked 100 per call', async () => {
    const { provider, admin, calls, atStream, mint } = await start()
    for (const at of [0, 100, 200]) await admin.upsertUsers(ids.slice(at, at + 100).map(id => ({ id })))
    const some = [0, 99, 100, 199, 200, 249].map(at => `user-${at}`)
    const tokens = await Promise.all(some.map(async id => [id, await mint(id, ago(100))] as const))
    const { users } = await provider.revokeUsersToken(ids, dateOf(ago(50)))
    expect(users).toEqual(ids.map(userId => ({ userId, stored: true, propagated: true })))
    expect(calls().map(({ path, status }) => [path, status])).toEqual(Array(3).fill(['/users', 200]))
    for (const [userId, token] of tokens) expect(await atStream(userId, token), userId).toBe(40)
    expect(await atStream('john', await mint('john', ago(100)))).toBe('accepted')
  })

  it('are sent in halves if Stream refuses them together, so that the others are revoked', async () => {
    const { provider, admin, calls, atStream, mint } = await start()
    const tokens = await Promise.all(
      ['john', 'jane'].map(async id => [id, await mint(id, ago(100))] as const),
    )
    await admin.upsertUser({ id: 'jack' })
    await admin.deactivateUser('jack')
    const revoking = provider.revokeUsersToken(['john', 'jack', 'jane'], dateOf(ago(50)))
    expect(await resultOf(revoking)).toEqual({
      before: dateOf(ago(50)).toISOString(),
      users: [
        { userId: 'john', stored: true, propagated: true },
        {
          userId: 'jack',
          stored: true,
          propagated: false,
          reason: 'Stream refused with 404 (code 16)',
        },
        { userId: 'jane', stored: true, propagated: true },
      ],
    })
    const statuses = calls()
      .filter(({ path }) => path === '/users')
      .map(({ status }) => status)
    expect(statuses[0]).toBe(404)
    // All three, two and one, then one and one. The halves are sent at the same time.
    expect(statuses.sort()).toEqual([200, 200, 404, 404, 404])
    for (const [userId, token] of tokens) expect(await atStream(userId, token), userId).toBe(40)
  })

  it('count as propagated if Stream does not know them', async () => {
    const { provider, atStream, mint } = await start()
    const token = await mint('john', ago(100))
    const { users } = await provider.revokeUsersToken(['nobody', 'john'], dateOf(ago(50)))
    expect(users?.map(({ propagated }) => propagated)).toEqual([true, true])
    expect(await atStream('john', token)).toBe(40)
  })
})

describe('a call that fails at Stream', () => {
  const SILENCE = 0.4

  it.each<[string, InjectedFailure]>([
    ['429', { status: 429, headers: { 'retry-after': '0' }, body: { code: 9, StatusCode: 429 } }],
    ['500', { status: 500 }],
    ['502 without JSON', { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>' }],
    ['silence', 'hang'],
    ['a cut connection', 'reset'],
  ])('succeeds after three times %s', { timeout: 20_000 }, async (_, failure) => {
    const { provider, failures, atStream, mint } = await start({
      retries: 3,
      ...(failure === 'hang' && { timeout: SILENCE }),
    })
    const token = await mint('john', ago(100))
    let tries = 0
    failures.next = () => (++tries <= 3 ? failure : undefined)
    expect(await provider.revokeUserToken('john', dateOf(ago(50)))).toMatchObject({
      users: [{ userId: 'john', stored: true, propagated: true }],
    })
    expect(tries).toBe(4)
    expect(await atStream('john', token)).toBe(40)
  })

  it.each<[string, InjectedFailure, number, string]>([
    ['429', { status: 429, headers: { 'retry-after': '0' } }, 2, 'Stream responded with 429'],
    ['500', { status: 500 }, 2, 'Stream responded with 500'],
    ['silence', 'hang', 2, `Stream took longer than ${SILENCE} s`],
    ['a cut connection', 'reset', 2, 'Stream could not be reached'],
    ['400', { status: 400, body: { code: 4 } }, 1, 'Stream refused with 400 (code 4)'],
    ['403', { status: 403, body: { code: 17 } }, 1, 'Stream refused with 403 (code 17)'],
  ])('is reported as not propagated after repeated %s, and holds here', async (_, failure, most, reason) => {
    const { provider, failures, here, atStream, mint } = await start(
      failure === 'hang' ? { timeout: SILENCE } : {},
    )
    const token = await mint('john', ago(100))
    let tries = 0
    failures.next = () => {
      tries++
      return failure
    }
    expect(await resultOf(provider.revokeUserToken('john', dateOf(ago(50))))).toEqual({
      before: dateOf(ago(50)).toISOString(),
      users: [{ userId: 'john', stored: true, propagated: false, reason }],
    })
    expect([tries, await here(token), await atStream('john', token)]).toEqual([
      most,
      'token_revoked',
      'accepted',
    ])
  })

  it('is reported as refused, without a retry, if the secret is not Stream’s', async () => {
    const { provider, calls } = await start({ apiSecret: 'another-secret-of-more-than-32-bytes' })
    expect(await resultOf(provider.revokeUsersToken(['john', 'jane'], dateOf(ago(50))))).toMatchObject({
      users: ['john', 'jane'].map(userId => ({
        userId,
        propagated: false,
        reason: 'Stream refused with 401 (code 43)',
      })),
    })
    expect(calls()).toHaveLength(1)
  })

  it('mentions the 60-second rule if Stream refuses a date for the app', async () => {
    const { provider, failures } = await start()
    failures.next = () => ({ status: 400, body: { code: 4 } })
    expect(await resultOf(provider.revokeTokens(dateOf(ago(50))))).toMatchObject({
      app: { propagated: false, reason: expect.stringContaining('at least 60 seconds in the past') },
    })
  })
})
