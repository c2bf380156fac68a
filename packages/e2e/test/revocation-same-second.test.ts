import { once } from 'node:events'
import { Agent, createServer, request } from 'node:http'
import { memoryRevocationStore } from '@stream-token/core'
import { getStreamAuth, type StreamTokenMiddleware, streamTokenProvider } from '@stream-token/express'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// The only tests that use the machine's clock: they are about the moment when a second ends.

const FULL = process.env.TEST_FULL !== undefined

/** How long the rounds are spread, in seconds. On an overloaded machine they would measure only the load. */
const SPREAD = FULL ? 45 : 2

/** Enough for all requests held at once. Opened in advance: a busy event loop accepts only one connection per turn. */
const CONNECTIONS = FULL ? 1000 : 200

/** One user with an old token, a revocation and a new token. */
interface Round {
  readonly userId: string
  /** When the user's tokens were signed, in milliseconds. */
  readonly issued: number[]
  /** The findings that this round adds to. */
  readonly findings: Findings
}

/** One app with its own cutoff. */
interface App {
  readonly path: string
  readonly stream: StreamTokenMiddleware
}

interface Reply {
  readonly status: number
  readonly body: { readonly token?: string; readonly reason?: string; readonly userId?: string }
}

type Revoke = (stream: StreamTokenMiddleware, round: Round) => Promise<unknown>

const rounds = new Map<string, Round>()
const streams: StreamTokenMiddleware[] = []
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, maxFreeSockets: CONNECTIONS })
const server = createServer(
  express()
    .get('/', (_req, res) => {
      res.json({})
    })
    .use('/:app', (req, res, next) => streams[Number(req.params.app)]?.(req, res, next))
    .get(
      '/:app/guarded',
      (req, res, next) => streams[Number(req.params.app)]?.requireUserToken()(req, res, next),
      (req, res) => {
        res.json(getStreamAuth(req))
      },
    ),
)
let port = 0

beforeAll(async () => {
  // The server never closes connections: that would race with the next request.
  server.keepAliveTimeout = 0
  // Hundreds connect at once. If the queue is full, a client retries its connection only after a second.
  await once(server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }), 'listening')
  const address = server.address()
  port = typeof address === 'object' ? (address?.port ?? 0) : 0
  await Promise.all(Array.from({ length: CONNECTIONS }, () => send('GET', '/', {})))
})

afterAll(() => {
  agent.destroy()
  server.close()
})

/** Every other app has no backdating, so that `iat` is as late as possible. */
function createApps(count: number): App[] {
  return Array.from({ length: count }, (_, at) => {
    const verifyUser = (userId: string): string => {
      watchHold(rounds.get(userId))
      return userId
    }
    const stream = streamTokenProvider(req => verifyUser(req.get('x-user') ?? ''), {
      apiKey: 'key',
      apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
      revocations: memoryRevocationStore(),
      streamApi: false,
      backdate: at % 2 === 0 ? 5 : 0,
      onEvent: event => {
        if (event.type === 'issued') rounds.get(event.userId)?.issued.push(event.at * 1000)
      },
    })
    return { stream, path: `/${streams.push(stream) - 1}` }
  })
}

async function send(method: string, path: string, headers: Record<string, string>): Promise<Reply> {
  const sent = request({ host: '127.0.0.1', port, method, path, headers, agent }).end()
  const [response] = await once(sent, 'response')
  const chunks = await response.toArray()
  return { status: response.statusCode, body: JSON.parse(Buffer.concat(chunks).toString()) }
}

const requestToken = ({ path }: App, userId: string): Promise<Reply> =>
  send('POST', `${path}/stream/token`, { 'x-user': userId })
const useToken = ({ path }: App, token = ''): Promise<Reply> =>
  send('GET', `${path}/guarded`, { authorization: `Bearer ${token}` })

const pause = (seconds: number): Promise<void> => new Promise(resolve => setTimeout(resolve, seconds * 1000))

/** The token's `iat`; Infinity without a token. */
function issuedAt({ body }: Reply): number {
  const [, payload = ''] = body.token?.split('.') ?? []
  return payload === '' ? Infinity : JSON.parse(Buffer.from(payload, 'base64url').toString()).iat
}

/** The results of the rounds. */
class Findings {
  rounds = 0
  olderAccepted = 0
  newerRefused = 0
  aheadOfNow = 0
  heldTooLong = 0
  repliedTooLate = 0
  /** Settle once every time limit has been checked. */
  readonly watches: Promise<unknown>[] = []
}

/** The longest hold, in seconds: to the end of the cutoff's second, plus twice the skew and a margin. */
const LONGEST_HOLD = 1.6
/** The longest time until a reply, in seconds. */
const LONGEST_REPLY = 2

// Time limits are timers of this process, not clock readings: if the machine stalls, the timers are late as well.

/** Node runs all late timers of one duration in a row. Waits until the other timers that were due have run too. */
async function timeIsOver(seconds: number): Promise<void> {
  await pause(seconds)
  await new Promise(resolve => setImmediate(resolve))
}

/** Checks that a token is signed within the longest hold, which starts when `verifyUser` is called. */
function watchHold(round: Round | undefined): void {
  if (round === undefined) return
  const { issued, findings } = round
  const before = issued.length
  const watch = timeIsOver(LONGEST_HOLD).then(() => {
    if (issued.length === before) findings.heldTooLong++
  })
  findings.watches.push(watch)
}

/** At the time limit, sends another request; the reply must arrive before that request's reply. */
function watchReply(reply: Promise<Reply>, findings: Findings): void {
  let hasArrived = false
  const arrived = reply.finally(() => {
    hasArrived = true
  })
  const watch = timeIsOver(LONGEST_REPLY)
    .then(() => send('GET', '/', {}))
    .then(() => {
      if (!hasArrived) findings.repliedTooLate++
    })
  findings.watches.push(arrived, watch)
}

async function play(app: App, revoke: Revoke, findings: Findings): Promise<void> {
  const round: Round = { userId: `user-${rounds.size}`, issued: [], findings }
  rounds.set(round.userId, round)
  const old = await requestToken(app, round.userId)
  await revoke(app.stream, round)
  const requested = requestToken(app, round.userId)
  watchReply(requested, findings)
  const [fresh, refused] = await Promise.all([requested, useToken(app, old.body.token)])
  const accepted = await useToken(app, fresh.body.token)

  const [oldAt = 0, freshAt = Infinity] = round.issued
  findings.rounds++
  if (refused.status !== 401 || refused.body.reason !== 'token_revoked') findings.olderAccepted++
  if (accepted.status !== 200 || accepted.body.userId !== round.userId) findings.newerRefused++
  if (issuedAt(old) * 1000 > oldAt || issuedAt(fresh) * 1000 > freshAt) findings.aheadOfNow++
}

/** A date after the old token, within the last second. */
async function dateSince({ issued: [minted = Number.NaN] }: Round): Promise<Date> {
  await pause(Math.random() * 0.95)
  return new Date(minted + Math.ceil(Math.random() * (Date.now() - minted)))
}

const userNow: Revoke = (stream, { userId }) => stream.revokeUserToken(userId)
const userByDate: Revoke = async (stream, round) =>
  stream.revokeUserToken(round.userId, await dateSince(round))
const appNow: Revoke = stream => stream.revokeTokens(new Date())
const appByDate: Revoke = async (stream, round) => stream.revokeTokens(await dateSince(round))

describe.concurrent('the tokens before and after a revocation within one second:', {
  timeout: 180_000,
}, () => {
  it.each([
    ['the tokens of a user are revoked', userNow, FULL ? 10_000 : 300, 0],
    ['the tokens of a user are revoked by a date in the last second', userByDate, FULL ? 1000 : 60, 0],
    // One round at a time per app: a cutoff of the app applies to all its users.
    ['all tokens of the app are revoked', appNow, FULL ? 1000 : 60, FULL ? 20 : 1],
    [
      'all tokens of the app are revoked by a date in the last second',
      appByDate,
      FULL ? 1000 : 60,
      FULL ? 20 : 1,
    ],
  ])('%s', async (_, revoke, count, each) => {
    const findings = new Findings()
    const apps = createApps(each === 0 ? 2 : count / each)
    const lanes = each === 0 ? count : apps.length
    await Promise.all(
      Array.from({ length: lanes }, async (_, at) => {
        const app = apps[at % apps.length]
        for (let turn = 0; app !== undefined && turn < count / lanes; turn++) {
          await pause(Math.random() * (turn === 0 ? SPREAD / (count / lanes) : 1))
          await play(app, revoke, findings)
        }
      }),
    )
    await Promise.all(findings.watches)
    expect(findings.watches.length).toBeGreaterThanOrEqual(4 * count)
    const none = { olderAccepted: 0, newerRefused: 0, aheadOfNow: 0, heldTooLong: 0, repliedTooLate: 0 }
    expect(findings).toMatchObject({ rounds: count, ...none })
  })
})
