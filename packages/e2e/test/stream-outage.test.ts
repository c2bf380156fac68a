import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import {
  createTokenProvider,
  isTokenProviderError,
  memoryRevocationStore,
  type TokenProviderEvent,
} from '@stream-token/core'
import { type InjectedFailure, startStreamEmulator } from '@stream-token/emulator'
import { StreamChat } from 'stream-chat'
import { describe, expect, it, onTestFinished } from 'vitest'

const app = { apiKey: 'outage', apiSecret: 'e2e-test-secret-of-more-than-32-bytes' }

const USERS = ['john', 'jane', 'jack', 'jill', 'joan']

const now = Math.floor(Date.now() / 1000)
const ago = (seconds: number): number => now - seconds
const dateOf = (instant: number): Date => new Date(instant * 1000)

/** What happens to a call before Stream handles it. */
type Intercept = (path: string) => InjectedFailure | undefined | Promise<InjectedFailure | undefined>

/** The network between the app and Stream, which can fail. Stream keeps its state meanwhile. */
async function startNetwork(port: number) {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    const other = connect(port, '127.0.0.1')
    for (const one of [socket, other]) {
      sockets.add(one)
      one.on('error', () => one.destroy()).on('close', () => sockets.delete(one))
    }
    socket.on('close', () => other.destroy()).pipe(other)
    other.on('close', () => socket.destroy()).pipe(socket)
  })
  const up = async (at: number) => {
    await once(server.listen(at, '127.0.0.1'), 'listening')
    return (server.address() as AddressInfo).port
  }
  const down = async () => {
    const closed = once(server.close(), 'close')
    for (const socket of sockets) socket.destroy()
    await closed
  }
  const own = await up(0)
  onTestFinished(() => (server.listening ? down() : undefined))
  return { url: `http://127.0.0.1:${own}`, down, up: () => up(own) }
}

/** Stream, and an app behind a network that can fail. */
async function start() {
  const calls: string[] = []
  const intercepted: { next?: Intercept | undefined } = {}
  const emulator = await startStreamEmulator({
    ...app,
    intercept: ({ method, path }) =>
      method === 'PATCH' || path.endsWith('activate') ? intercepted.next?.(path) : undefined,
    onRequest: ({ method, path, status }) => {
      if (method === 'PATCH' || path.endsWith('activate')) calls.push(`${path} ${status}`)
    },
  })
  onTestFinished(() => emulator.close())
  const { url } = emulator
  const network = await startNetwork(Number(new URL(url).port))

  const chat = (secret?: string): StreamChat => {
    const settings = { baseURL: url, allowServerSideConnect: true, timeout: 5000 }
    const client =
      secret === undefined
        ? new StreamChat(app.apiKey, settings)
        : new StreamChat(app.apiKey, secret, settings)
    onTestFinished(() => client.disconnectUser())
    return client
  }
  const admin = chat(app.apiSecret)
  await admin.upsertUsers(USERS.map(id => ({ id })))

  const events: TokenProviderEvent[] = []
  const provider = createTokenProvider({
    ...app,
    revocations: memoryRevocationStore(),
    streamApi: { baseUrl: network.url, timeout: 1, retries: 0 },
    onEvent: event => events.push(event),
  })
  onTestFinished(() => provider.close())

  /** Stream's response to a client that connects with a token: 'accepted' or an error code. */
  const atStream = (userId: string, token: string): Promise<unknown> =>
    chat()
      .connectUser({ id: userId }, token)
      .then(
        () => 'accepted',
        (error: Error) => JSON.parse(error.message).code,
      )
  /** The users of events of one type. */
  const usersOf = (type: TokenProviderEvent['type']): readonly unknown[] =>
    events.flatMap(event => (event.type === type && 'userId' in event ? [event.userId] : [])).sort()
  return {
    provider,
    calls,
    events,
    intercepted,
    atStream,
    usersOf,
    mint: (userId: string) => provider.createToken(userId, { issuedAt: ago(100) }),
    down: network.down,
    up: network.up,
  }
}

/** The reason why a call was refused, or 'done'. */
const outcome = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'done',
    error => (isTokenProviderError(error) ? error.reason : error),
  )

describe('commands while Stream is down', { timeout: 40_000 }, () => {
  it('D7: end in the state that is in force here once Stream is back, without another command', async () => {
    const { provider, events, atStream, usersOf, mint, down, up } = await start()
    const tokens = new Map<string, string>()
    for (const userId of USERS) tokens.set(userId, await mint(userId))
    await provider.revokeUserToken('jack', dateOf(ago(50)))
    await provider.blockUser('joan', { deactivate: true })

    const codes = () => Promise.all(USERS.map(userId => atStream(userId, tokens.get(userId) ?? '')))
    await down()
    const failed = [
      await outcome(provider.revokeUserToken('john', dateOf(ago(50)))),
      await outcome(provider.revokeUserToken('jane', dateOf(ago(50)))),
      await outcome(provider.revokeUserToken('jane', null)),
      await outcome(provider.revokeUserToken('jack', null)),
      await outcome(provider.blockUser('jill', { deactivate: true })),
      await outcome(provider.unblockUser('joan', { reactivate: true })),
    ]
    expect(failed).toEqual(Array(6).fill('stream_api_failed'))
    expect(await codes()).toEqual(['accepted', 'accepted', 40, 'accepted', 16])
    events.length = 0

    await up()
    await expect.poll(() => usersOf('propagated'), { timeout: 20_000 }).toEqual([...USERS].sort())
    expect(await codes()).toEqual([40, 'accepted', 'accepted', 16, 'accepted'])
    expect(usersOf('not_propagated')).toEqual([])
  })

  it('D7: of one user are one call once Stream is back, whatever their number', async () => {
    const { provider, calls, atStream, usersOf, mint, down, up } = await start()
    const token = await mint('john')
    await down()
    await Promise.all(
      Array.from({ length: 500 }, (_, at) =>
        outcome(provider.revokeUserToken('john', dateOf(ago(90 - (at % 40))))),
      ),
    )
    await up()
    calls.length = 0
    await expect.poll(() => usersOf('propagated'), { timeout: 20_000 }).toEqual(['john'])
    expect(calls.filter(call => call === '/users 200').length).toBeLessThanOrEqual(2)
    expect(await atStream('john', token)).toBe(40)
  })

  it('D7: do not delay close() by more than the time limit of a call', async () => {
    const { provider, events, intercepted, usersOf } = await start()
    intercepted.next = () => 'hang'
    for (const userId of USERS) void outcome(provider.revokeUserToken(userId, dateOf(ago(50))))
    await expect.poll(() => usersOf('revoked')).toHaveLength(USERS.length)
    const since = performance.now()
    await provider.close()
    // The limits are 5 s for writes, which have ended, and 1 s for Stream; the rest is for a busy machine.
    expect(performance.now() - since).toBeLessThan(5000)
    // A call that began just before the end is given up when its own time is over.
    await expect.poll(() => new Set(usersOf('not_propagated'))).toEqual(new Set(USERS))
    expect(events.filter(({ type }) => type === 'propagated')).toEqual([])
  })
})

describe('a call that reaches Stream late', { timeout: 40_000 }, () => {
  it('D13: an undo does not clear a newer revocation there', async () => {
    const { provider, calls, intercepted, atStream, mint } = await start()
    const token = await mint('john')
    await provider.revokeUserToken('john', dateOf(ago(50)))
    calls.length = 0
    // Longer than the time limit of 1 s, so that nobody knows what became of it.
    let hasLanded = false
    intercepted.next = async () => {
      intercepted.next = undefined
      await new Promise(resolve => setTimeout(resolve, 1500))
      hasLanded = true
      return undefined
    }
    expect(await outcome(provider.revokeUserToken('john', null))).toBe('stream_api_failed')
    await outcome(provider.revokeUserToken('john', dateOf(ago(50))))
    await expect.poll(() => hasLanded).toBe(true)
    await expect.poll(() => calls.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(3)
    expect(await atStream('john', token)).toBe(40)
  })

  it('a deactivation does not outlast the unblock', async () => {
    const { provider, intercepted, atStream, mint } = await start()
    const token = await mint('john')
    intercepted.next = async () => {
      intercepted.next = undefined
      await new Promise(resolve => setTimeout(resolve, 300))
      return undefined
    }
    const blocking = outcome(provider.blockUser('john', { deactivate: true }))
    await expect.poll(() => intercepted.next).toBe(undefined)
    expect(await provider.unblockUser('john', { reactivate: true })).toMatchObject({ propagated: true })
    await blocking
    expect(await atStream('john', token)).toBe('accepted')
  })
})

describe('a user who is deactivated with a block', () => {
  it('is refused here and at Stream until unblocked with reactivate, then accepted with the same token', async () => {
    const { provider, calls, atStream, mint } = await start()
    const token = await mint('john')
    expect(await provider.blockUser('john', { deactivate: true })).toEqual({
      userId: 'john',
      blockedUntil: 'forever',
      stored: true,
      propagated: true,
    })
    expect(await outcome(provider.createToken('john'))).toBe('user_blocked')
    expect([await outcome(provider.verifyToken(token)), await atStream('john', token)]).toEqual([
      'token_revoked',
      16,
    ])
    expect(await provider.unblockUser('john', { reactivate: true })).toEqual({
      userId: 'john',
      blockedUntil: null,
      stored: true,
      propagated: true,
    })
    const fresh = await provider.createToken('john')
    for (const one of [token, fresh])
      expect([await outcome(provider.verifyToken(one)), await atStream('john', one)]).toEqual([
        'done',
        'accepted',
      ])
    expect(calls).toEqual(['/users/john/deactivate 201', '/users/john/reactivate 201'])
  })

  it('is not deactivated with an end, which Stream does not know', async () => {
    const { provider, calls } = await start()
    const until = new Date(Date.now() + 60_000)
    expect(await outcome(provider.blockUser('john', { deactivate: true, until }))).toBe('config_invalid')
    expect([await outcome(provider.createToken('john')), calls]).toEqual(['done', []])
  })
})
