import { once } from 'node:events'
import { Agent, createServer, request } from 'node:http'
import { memoryRevocationStore } from '@stream-token/core'
import { getStreamAuth, type StreamTokenMiddleware, streamTokenProvider } from '@stream-token/express'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// The one test on the machine's clock: what it is about is how seconds end, at whatever moment they do.

const FULL = process.env.TEST_FULL !== undefined

/** Over how many seconds the rounds are spread: a machine that is busy with itself would only measure that. */
const SPREAD = FULL ? 45 : 2

/** Enough for all who are held at once. Opened beforehand: a busy event loop accepts one a turn, and others wait. */
const CONNECTIONS = FULL ? 1000 : 200

/** One user's old token, revocation and new token. */
interface Round {
  readonly userId: string
  /** When a token was signed, in milliseconds. */
  readonly issued: number[]
  /** What came of it. */
  readonly findings: Findings
}

/** An app of its own, as its cutoff is. */
interface App {
  readonly path: string
  readonly stream: StreamTokenMiddleware
}

interface Answer {
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
  // Never closed by the server, which would race with the next request.
  server.keepAliveTimeout = 0
  // Hundreds call at once: where the queue is full a connection starts again after a second.
  await once(server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }), 'listening')
  const address = server.address()
  port = typeof address === 'object' ? (address?.port ?? 0) : 0
  await Promise.all(Array.from({ length: CONNECTIONS }, () => send('GET', '/', {})))
})

afterAll(() => {
  agent.destroy()
  server.close()
})

/** Every other app does without backdating, so that `iat` is as late as it can be. */
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

async function send(method: string, path: string, headers: Record<string, string>): Promise<Answer> {
  const sent = request({ host: '127.0.0.1', port, method, path, headers, agent }).end()
  const [response] = await once(sent, 'response')
  const chunks = await response.toArray()
  return { status: response.statusCode, body: JSON.parse(Buffer.concat(chunks).toString()) }
}

const askToken = ({ path }: App, userId: string): Promise<Answer> =>
  send('POST', `${path}/stream/token`, { 'x-user': userId })
const useToken = ({ path }: App, token = ''): Promise<Answer> =>
  send('GET', `${path}/guarded`, { authorization: `Bearer ${token}` })

const pause = (seconds: number): Promise<void> => new Promise(resolve => setTimeout(resolve, seconds * 1000))

/** Of an answer without a token: infinite. */
function issuedAt({ body }: Answer): number {
  const [, payload = ''] = body.token?.split('.') ?? []
  return payload === '' ? Infinity : JSON.parse(Buffer.from(payload, 'base64url').toString()).iat
}

/** What came of the rounds. */
class Findings {
  rounds = 0
  olderAccepted = 0
  newerRefused = 0
  aheadOfNow = 0
  heldTooLong = 0
  answeredTooLate = 0
  /** When all bounds on times are over. */
  readonly watches: Promise<unknown>[] = []
}

/** The longest hold: to the end of the second that the cutoff lies in, and twice the skew; and a little. */
const LONGEST_HOLD = 1.6
const LONGEST_ANSWER = 2

// Bounds are timers of this process, and not looked up on a clock: where the machine stands still they are late as well.

/** Of timers that are late Node takes all of one duration in a row: when the time is over, the others come first as well. */
async function timeIsOver(seconds: number): Promise<void> {
  await pause(seconds)
  await new Promise(resolve => setImmediate(resolve))
}

/** From now on, as `verifyUser` is asked, a token must be signed before the longest hold is over. */
function watchHold(round: Round | undefined): void {
  if (round === undefined) return
  const { issued, findings } = round
  const before = issued.length
  const watch = timeIsOver(LONGEST_HOLD).then(() => {
    if (issued.length === before) findings.heldTooLong++
  })
  findings.watches.push(watch)
}

/** An answer must be there before another one, which is asked for when the time is over. */
function watchAnswer(answer: Promise<Answer>, findings: Findings): void {
  let isThere = false
  const arrived = answer.finally(() => {
    isThere = true
  })
  const watch = timeIsOver(LONGEST_ANSWER)
    .then(() => send('GET', '/', {}))
    .then(() => {
      if (!isThere) findings.answeredTooLate++
    })
  findings.watches.push(arrived, watch)
}

async function play(app: App, revoke: Revoke, findings: Findings): Promise<void> {
  const round: Round = { userId: `user-${rounds.size}`, issued: [], findings }
  rounds.set(round.userId, round)
  const old = await askToken(app, round.userId)
  await revoke(app.stream, round)
  const asked = askToken(app, round.userId)
  watchAnswer(asked, findings)
  const [fresh, refused] = await Promise.all([asked, useToken(app, old.body.token)])
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

describe.concurrent('a token before and one after, of a second in which', { timeout: 180_000 }, () => {
  it.each([
    ['a user’s tokens are revoked', userNow, FULL ? 10_000 : 300, 0],
    ['a user’s tokens are revoked by a date of the last second', userByDate, FULL ? 1000 : 60, 0],
    // Of one app, one round at a time: a cutoff of the app is everybody’s.
    ['all tokens of the app are revoked', appNow, FULL ? 1000 : 60, FULL ? 20 : 1],
    [
      'all tokens of the app are revoked by a date of the last second',
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
    const none = { olderAccepted: 0, newerRefused: 0, aheadOfNow: 0, heldTooLong: 0, answeredTooLate: 0 }
    expect(findings).toMatchObject({ rounds: count, ...none })
  })
})
