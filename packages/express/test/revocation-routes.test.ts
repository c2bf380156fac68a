import { memoryRevocationStore, type TokenProviderOptions } from '@stream-token/core'
import express, { type Request } from 'express'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { listen } from './fixture/listen.js'
import { options } from './fixture/options.js'

/** 2027-01-15T08:00:00.5Z, the time of the fixed clock. */
const NOW = 1_800_000_000.5
/** The cutoff of a revocation at that time: `clockSkew` later. */
const CUTOFF = '2027-01-15T08:00:00.700Z'
const EARLIER = '2026-01-02T03:04:05.678Z'

type Init = { method?: string; headers?: Record<string, string>; body?: unknown; text?: string }

/** Starts an app whose administrators may revoke; it records their commands. */
async function start(own: Partial<TokenProviderOptions<Request>> = {}) {
  const commands: unknown[] = []
  const stream = streamTokenProvider<Request>(() => 'john', {
    ...options,
    revocations: memoryRevocationStore(),
    clock: () => NOW * 1000,
    authorizeRevocation(req, { command }) {
      commands.push(command)
      return req.get('x-admin') === 'yes'
    },
    ...own,
  })
  const app = express()
    .use(stream)
    .use((_req, res) => {
      res.status(418).json('next')
    })
  const url = await listen(app)
  const send = async (path: string, { body, text, headers, ...init }: Init = {}) => {
    const json = text ?? (body === undefined ? undefined : JSON.stringify(body))
    const response = await fetch(`${url}/stream${path}`, {
      ...init,
      headers: {
        'x-admin': 'yes',
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json !== undefined && { body: json }),
    })
    const content = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      body: content === '' ? undefined : JSON.parse(content),
    }
  }
  const revoke = (body: unknown, init: Init = {}) => send('/revocations', { method: 'POST', body, ...init })
  const state = async (userId: string) => (await send(`/revocations/${userId}`)).body
  return { stream, commands, send, revoke, state }
}

const NOTHING = { before: null, blockedUntil: null, appBefore: null }

describe('an app without authorizeRevocation', () => {
  it.each(['POST', 'GET', 'OPTIONS', 'DELETE'])(
    'passes %s /revocations on to its own routes',
    async method => {
      const { authorizeRevocation: _, ...closed } = options
      const stream = streamTokenProvider(() => 'john', closed)
      const url = await listen(
        express()
          .use(stream)
          .use(express.json())
          .use((req, res) => {
            res.status(418).json(req.body ?? null)
          }),
      )
      for (const path of ['/stream/revocations', '/stream/revocations/john']) {
        const body = method === 'POST' ? JSON.stringify({ userIds: ['john'] }) : undefined
        const headers = { 'content-type': 'application/json' }
        const response = await fetch(`${url}${path}`, {
          method,
          headers,
          ...(body !== undefined && { body }),
        })
        expect([response.status, await response.json()]).toEqual([
          418,
          body === undefined ? null : JSON.parse(body),
        ])
      }
    },
  )
})

describe('POST /revocations', () => {
  it.each<[string, unknown, unknown, Record<string, unknown>]>([
    [
      'revokes users with a cutoff of now',
      { userIds: ['john', 'jane'] },
      {
        before: CUTOFF,
        users: ['john', 'jane'].map(userId => ({ userId, stored: true, propagated: 'off' })),
      },
      { before: CUTOFF },
    ],
    [
      'revokes a user once who is listed twice',
      { userIds: ['john', 'john'] },
      { before: CUTOFF, users: [{ userId: 'john', stored: true, propagated: 'off' }] },
      { before: CUTOFF },
    ],
    ['revokes with a date', { userIds: ['john'], before: EARLIER }, { before: EARLIER }, { before: EARLIER }],
    [
      'accepts a date with another zone and more digits',
      { userIds: ['john'], before: '2026-01-02T08:34:05.6771+05:30' },
      { before: EARLIER },
      { before: EARLIER },
    ],
    [
      'treats a date of up to 5 s ahead as now',
      { userIds: ['john'], before: '2027-01-15T08:00:05.500Z' },
      { before: CUTOFF },
      { before: CUTOFF },
    ],
    ['undoes a revocation', { userIds: ['john'], undo: true }, { before: null }, {}],
    [
      'revokes the app with a cutoff of now',
      { app: true },
      { before: CUTOFF, app: { stored: true, propagated: 'off' } },
      { appBefore: CUTOFF },
    ],
    [
      'revokes the app with a date',
      { app: true, before: EARLIER },
      { before: EARLIER },
      { appBefore: EARLIER },
    ],
    ['undoes a revocation of the app', { app: true, undo: true }, { before: null }, {}],
    [
      'blocks without revoking',
      { userIds: ['john'], block: true },
      { before: null },
      { blockedUntil: 'forever' },
    ],
    [
      'blocks until a date',
      { userIds: ['john'], block: '2030-01-01T00:00:00Z' },
      { before: null },
      { blockedUntil: '2030-01-01T00:00:00.000Z' },
    ],
    [
      'blocks and revokes in one request',
      { userIds: ['john'], block: true, before: EARLIER },
      { before: EARLIER },
      { before: EARLIER, blockedUntil: 'forever' },
    ],
    ['unblocks', { userIds: ['john'], block: false }, { before: null }, {}],
  ])('%s', async (_, body, result, inForce) => {
    const app = await start()
    const reply = await app.revoke(body)
    expect([reply.status, reply.body]).toMatchObject([200, result])
    expect(await app.state('john')).toEqual({ userId: 'john', ...NOTHING, ...inForce })
  })

  it('undoes and unblocks independently', async () => {
    const { revoke, state } = await start()
    await revoke({ userIds: ['john'], block: true, before: EARLIER })
    await revoke({ userIds: ['john'], undo: true })
    expect(await state('john')).toEqual({ userId: 'john', ...NOTHING, blockedUntil: 'forever' })
    await revoke({ userIds: ['john'], before: EARLIER })
    await revoke({ userIds: ['john'], block: false })
    expect(await state('john')).toEqual({ userId: 'john', ...NOTHING, before: EARLIER })
  })

  it('revokes 1,000 users', async () => {
    const { revoke, state } = await start()
    const userIds = Array.from({ length: 1000 }, (_, at) => `user-${at}`)
    expect((await revoke({ userIds })).body.users).toHaveLength(1000)
    expect((await state('user-999')).before).toBe(CUTOFF)
  })

  it('passes the command to authorizeRevocation', async () => {
    const { revoke, send, commands } = await start()
    await revoke({ userIds: ['john'] })
    await revoke({ app: true, before: EARLIER })
    await revoke({ userIds: ['john'], undo: true, block: false })
    await send('/revocations/john')
    expect(commands).toEqual([
      { action: 'revoke', userIds: ['john'] },
      { action: 'revoke', before: EARLIER },
      { action: 'revoke', userIds: ['john'], before: null, block: false },
      { action: 'read', userId: 'john' },
    ])
  })
})

describe('a revocation that is refused', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, at) => `user-${at}`)
  const john = (rest: object) => ({ userIds: ['john'], ...rest })

  it.each<[string, unknown]>([
    ['no target', {}],
    ['users and the app', { userIds: ['john'], app: true }],
    ['no users', { userIds: [] }],
    ['1,001 users', { userIds: ids(1001) }],
    ['a user id with a space', { userIds: ['john', 'a b'] }],
    ['an empty user id', { userIds: [''] }],
    ['a user id that is a number', { userIds: [7] }],
    ['user ids that are a string', { userIds: 'john' }],
    ['null for user ids', { userIds: null }],
    ['null in user ids', { userIds: ['john', null] }],
    ['null for the app', { app: null }],
    ['false for the app', { app: false }],
    ['null for a date', john({ before: null })],
    ['null for undo', john({ undo: null })],
    ['false for undo', john({ undo: false })],
    ['null for a block', john({ block: null })],
    ['a date and undo', john({ before: EARLIER, undo: true })],
    ['a block of the app', { app: true, block: true }],
    ['an unknown member', john({ until: EARLIER })],
  ])('names %s: authorizeRevocation does not run and nothing changes', async (_, body) => {
    const { revoke, commands, state } = await start()
    const { status, body: problem } = await revoke(body)
    expect([status, problem.reason]).toEqual([400, 'revocation_invalid'])
    expect(commands).toEqual([])
    expect(await state('john')).toEqual({ userId: 'john', ...NOTHING })
  })

  it.each<[string, unknown, string]>([
    ['a number in a string', '1', 'revocation_invalid'],
    ['a number', 1_767_323_045, 'revocation_invalid'],
    ['an empty string', '', 'revocation_invalid'],
    ['a word', 'yesterday', 'revocation_invalid'],
    ['31 February', '2026-02-31T00:00:00Z', 'revocation_invalid'],
    ['29 February of 2026', '2026-02-29T00:00:00Z', 'revocation_invalid'],
    ['the hour 24', '2026-01-02T24:00:00Z', 'revocation_invalid'],
    ['a date without a zone', '2026-01-02T03:04:05', 'revocation_invalid'],
    ['a day alone', '2026-01-02', 'revocation_invalid'],
    ['a date in another form', '2 Jan 2026 03:04:05 GMT', 'revocation_invalid'],
    ['a date with a trailing space', '2026-01-02T03:04:05Z ', 'revocation_invalid'],
    ['a date over 5 s ahead', '2027-01-15T08:00:05.501Z', 'date_in_future'],
    ['a date a year ahead', '2028-01-15T08:00:00Z', 'date_in_future'],
  ])('has %s as its date: nothing changes', async (_, before, reason) => {
    const { revoke, state } = await start()
    for (const subject of [{ userIds: ['john'] }, { app: true }]) {
      const { status, body } = await revoke({ ...subject, before })
      expect([status, body.reason]).toEqual([400, reason])
    }
    expect(await state('john')).toEqual({ userId: 'john', ...NOTHING })
  })

  it.each(['2026-01-01T00:00:00Z', '2027-01-15T08:00:00.500Z', '2030-02-30T00:00:00Z', 'forever', ''])(
    'has %j as the end of a block: nothing changes',
    async block => {
      const { revoke, state } = await start()
      const { status, body } = await revoke({ userIds: ['john'], before: EARLIER, block })
      expect([status, body.reason]).toEqual([400, 'revocation_invalid'])
      expect(await state('john')).toEqual({ userId: 'john', ...NOTHING })
    },
  )

  it.each<[string, string, number, string]>([
    ['a list', '[{"userIds":["john"]}]', 400, 'body_invalid'],
    ['null', 'null', 400, 'body_invalid'],
    ['a string', '"john"', 400, 'body_invalid'],
    ['half a body', '{"userIds":["john"]', 400, 'body_invalid'],
    ['__proto__', '{"__proto__":{"userIds":["john"]}}', 400, 'body_invalid'],
    ['65,537 bytes', `{"userIds":["john"]${' '.repeat(65_537)}}`, 413, 'body_too_large'],
  ])('sends %s as its body: nothing changes', async (_, text, status, reason) => {
    const { revoke, commands, state } = await start()
    const reply = await revoke(undefined, { text })
    expect([reply.status, reply.body.reason]).toEqual([status, reason])
    expect(commands).toEqual([])
    expect(await state('john')).toEqual({ userId: 'john', ...NOTHING })
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=b'])(
    'has the content type %s, which a form on another site could send',
    async type => {
      const { revoke, commands } = await start()
      const reply = await revoke({ userIds: ['john'] }, { headers: { 'content-type': type } })
      expect([reply.status, reply.body.reason, commands]).toEqual([415, 'unsupported_media_type', []])
    },
  )

  it.each<[string, Record<string, string>]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['an opaque origin', { origin: 'null' }],
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another host of the site', { 'sec-fetch-site': 'same-site' }],
  ])('comes from a page of %s: authorizeRevocation does not run', async (_, headers) => {
    const { revoke, commands, state } = await start()
    const reply = await revoke({ userIds: ['john'] }, { headers })
    expect([reply.status, reply.body.reason]).toEqual([403, 'origin_forbidden'])
    expect(commands).toEqual([])
    expect((await state('john')).before).toBeNull()
  })
})

describe('authorizeRevocation', () => {
  const thrown = (given: object) => () => {
    throw Object.assign(new Error('canary'), given)
  }
  it.each<[string, () => unknown, number, string]>([
    ['returns false', () => false, 403, 'revocation_forbidden'],
    ['resolves with false', async () => false, 403, 'revocation_forbidden'],
    ['returns undefined', () => undefined, 403, 'revocation_forbidden'],
    ['returns 1 instead of true', () => 1, 403, 'revocation_forbidden'],
    ['returns a user instead of true', () => ({ id: 'admin' }), 403, 'revocation_forbidden'],
    ['throws 403', thrown({ status: 403, expose: true }), 403, 'revocation_forbidden'],
    ['throws 401', thrown({ status: 401, expose: true }), 401, 'unauthenticated'],
    ['throws 429', thrown({ status: 429, expose: true }), 429, 'rate_limited'],
    ['throws the 403 of a service', thrown({ status: 403 }), 500, 'verify_user_failed'],
    ['throws another error', thrown({}), 500, 'verify_user_failed'],
    ['never settles', () => new Promise(() => {}), 503, 'verify_user_timeout'],
  ])('%s: nothing is shown or changed', async (_, authorize, status, reason) => {
    const revocations = memoryRevocationStore()
    const authorizeRevocation = () => authorize() as boolean
    const { revoke, send } = await start({ authorizeRevocation, revocations, verifyUserTimeout: 0.05 })
    for (const reply of [await revoke({ userIds: ['john'] }), await send('/revocations/john')]) {
      expect([reply.status, reply.body.reason]).toEqual([status, reason])
      expect(JSON.stringify(reply.body)).not.toContain('canary')
    }
    expect(await revocations.read('john')).toEqual({})
  })
})

describe('GET /revocations/{userId}', () => {
  it('returns the cutoffs and the block of a user', async () => {
    const { stream, state } = await start()
    expect(await state('john')).toEqual({ userId: 'john', ...NOTHING })
    await stream.revokeUserToken('john', EARLIER)
    await stream.revokeTokens('2025-01-01T00:00:00Z')
    await stream.blockUser('john', { until: '2030-01-01T00:00:00Z' })
    expect(await state('john')).toEqual({
      userId: 'john',
      before: EARLIER,
      blockedUntil: '2030-01-01T00:00:00.000Z',
      appBefore: '2025-01-01T00:00:00.000Z',
    })
    expect(await state('jane')).toMatchObject({ before: null, blockedUntil: null })
  })

  it('does not return a block that has ended', async () => {
    const revocations = memoryRevocationStore()
    await revocations.write([{ userId: 'john', block: { version: 1, value: NOW } }])
    const { state } = await start({ revocations })
    expect((await state('john')).blockedUntil).toBeNull()
  })

  it('accepts a percent-encoded id', async () => {
    const { stream, state } = await start()
    await stream.revokeUserToken('john@example-com', EARLIER)
    expect(await state('john%40example-com')).toMatchObject({ userId: 'john@example-com', before: EARLIER })
  })

  it.each(['', 'a%20b', '%ZZ', '%2Fjohn', 'a'.repeat(256)])(
    'refuses %j, which is not a user id',
    async id => {
      const { send, commands } = await start()
      const { status, body } = await send(`/revocations/${id}`)
      expect([status, body.reason, commands]).toEqual([400, 'revocation_invalid', []])
    },
  )

  it('passes longer paths on to the app', async () => {
    const { send } = await start()
    expect(await send('/revocations/john/log')).toMatchObject({ status: 418, body: 'next' })
  })
})

describe('every response of the revocation routes', () => {
  it.each<[string, string, string, number, string]>([
    ['GET', '/revocations', '405', 405, 'POST, OPTIONS'],
    ['PUT', '/revocations', '405', 405, 'POST, OPTIONS'],
    ['POST', '/revocations/john', '405', 405, 'GET, OPTIONS'],
    ['DELETE', '/revocations/john', '405', 405, 'GET, OPTIONS'],
  ])('to %s %s is %s, with Allow', async (method, path, _, status, allow) => {
    const { send } = await start()
    const reply = await send(path, { method })
    expect([reply.status, reply.body.reason, reply.headers.get('allow')]).toEqual([
      status,
      'method_not_allowed',
      allow,
    ])
  })

  it('has Cache-Control: no-store and no ETag', async () => {
    const { revoke, send } = await start()
    for (const { headers } of [
      await revoke({ userIds: ['john'] }),
      await revoke({}),
      await send('/revocations/john'),
      await send('/revocations'),
    ]) {
      expect([headers.get('cache-control'), headers.get('etag')]).toEqual(['no-store', null])
    }
  })

  it('allows the listed origins, also for errors, and no other origin', async () => {
    const origin = 'https://admin.example'
    const { revoke, send } = await start({ allowedOrigins: [origin] })
    const headers = { origin, 'sec-fetch-site': 'cross-site' }
    const replies = [
      await revoke({ userIds: ['john'] }, { headers }),
      await revoke({}, { headers }),
      await revoke({ userIds: ['john'] }, { headers: { ...headers, 'x-admin': 'no' } }),
      await send('/revocations/john', { headers }),
    ]
    expect(replies.map(({ status }) => status)).toEqual([200, 400, 403, 200])
    for (const reply of replies) {
      expect(Object.fromEntries(reply.headers)).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-allow-credentials': 'true',
        'access-control-expose-headers': 'Retry-After, WWW-Authenticate',
        vary: 'Origin',
      })
    }
    const other = await send('/revocations/john', { headers: { origin: 'https://evil.example' } })
    expect(other.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('to a preflight lists the method of the route', async () => {
    const origin = 'https://admin.example'
    const { send } = await start({ allowedOrigins: [origin] })
    const preflight = (path: string, method: string) =>
      send(path, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': method },
      })
    const post = await preflight('/revocations', 'POST')
    const get = await preflight('/revocations/john', 'GET')
    for (const { status, headers } of [post, get])
      expect([status, headers.get('access-control-allow-origin')]).toEqual([204, origin])
    expect(post.headers.get('access-control-allow-methods')).toContain('POST')
    expect(get.headers.get('access-control-allow-methods')).toContain('GET')
  })
})

describe('a failure', () => {
  it('of the store to write or read is a 503 with Retry-After', async () => {
    const fails = async () => {
      throw new Error('canary')
    }
    const { revoke, send } = await start({ revocations: { read: fails, write: fails } })
    const replies = [
      await revoke({ userIds: ['john'] }),
      await revoke({ app: true }),
      await send('/revocations/john'),
    ]
    expect(
      replies.map(({ status, headers, body }) => [status, headers.get('retry-after'), body.reason]),
    ).toEqual([
      [503, '1', 'revocation_not_stored'],
      [503, '1', 'revocation_not_stored'],
      [503, '1', 'revocation_state_unknown'],
    ])
    expect(JSON.stringify(replies)).not.toContain('canary')
  })

  it('of Stream is a 502 whose body says what is stored', async () => {
    const baseUrl = await listen((_req, res) => {
      res.writeHead(400, { 'content-type': 'application/json' }).end('{"code":4,"message":"canary"}')
    })
    const { revoke, state } = await start({ streamApi: { baseUrl } })
    const { status, body } = await revoke({ userIds: ['john'], before: EARLIER })
    expect([status, body]).toMatchObject([
      502,
      {
        reason: 'stream_api_failed',
        result: {
          before: EARLIER,
          users: [
            { userId: 'john', stored: true, propagated: false, reason: 'Stream refused with 400 (code 4)' },
          ],
        },
      },
    ])
    expect(JSON.stringify(body)).not.toContain('canary')
    expect((await state('john')).before).toBe(EARLIER)
  })
})
