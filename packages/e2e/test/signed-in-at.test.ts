import { once } from 'node:events'
import { Agent, createServer, request } from 'node:http'
import { memoryRevocationStore } from '@stream-token/core'
import { streamTokenProvider } from '@stream-token/express'
import express, { type Request } from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// Uses the machine's clock: sign-ins and revocations are milliseconds apart.

const FULL = process.env.TEST_FULL !== undefined

const ROUNDS = FULL ? 10_000 : 500

/** How long the rounds are spread, in seconds: each of them waits for a hold of up to 1.4 s. */
const SPREAD = FULL ? 45 : 2

/** The default of the option `clockSkew`, in milliseconds. */
const CLOCK_SKEW = 200

/** The header in which a stateless session carries its user and the time of its sign-in, in milliseconds. */
const SESSION = 'x-session'

/** The forms in which an app may return the time of a sign-in. */
const FORMS = [
  (at: number) => at / 1000,
  (at: number) => new Date(at),
  (at: number) => new Date(at).toISOString(),
] as const

function verifyUser(req: Request) {
  const [id = '', at = ''] = req.get(SESSION)?.split(' ') ?? []
  const form = FORMS[Number(at) % FORMS.length] ?? FORMS[0]
  return { id, signedInAt: form(Number(at)) }
}

const stream = streamTokenProvider(verifyUser, {
  apiKey: 'key',
  apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
  revocations: memoryRevocationStore(),
  streamApi: false,
})
const agent = new Agent({ keepAlive: true, maxSockets: 500 })
const server = createServer(express().use(stream))

beforeAll(async () => {
  // The server never closes connections: that would race with the next request.
  server.keepAliveTimeout = 0
  await once(server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }), 'listening')
})

afterAll(() => {
  agent.destroy()
  server.close()
})

/** Requests a token with a session; returns 'token' or the reason of the refusal. */
async function requestToken(userId: string, signedInAt: number): Promise<string> {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const headers = { [SESSION]: `${userId} ${signedInAt}` }
  const sent = request({ host: '127.0.0.1', port, method: 'POST', path: '/stream/token', headers, agent })
  const [response] = await once(sent.end(), 'response')
  const { token, reason } = JSON.parse(Buffer.concat(await response.toArray()).toString())
  return token === undefined ? reason : 'token'
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise(resolve => setTimeout(resolve, milliseconds))

/** Signs in, revokes, and signs in again; returns what both sign-ins get afterwards. */
async function play(userId: string): Promise<readonly [older: string, newer: string]> {
  const older = Date.now() - CLOCK_SKEW - 1 - Math.floor(Math.random() * 2000)
  await stream.revokeUserToken(userId)
  const revoked = Date.now()
  while (Date.now() < revoked + 5) await pause(5)
  return Promise.all([requestToken(userId, older), requestToken(userId, Date.now())])
}

describe('a session with signedInAt', { timeout: 180_000 }, () => {
  it('D6: gets no token after a revocation since its sign-in, and one after a sign-in 5 ms later', async () => {
    const results = await Promise.all(
      Array.from({ length: ROUNDS }, async (_, at) => {
        await pause(Math.random() * SPREAD * 1000)
        return play(`user-${at}`)
      }),
    )
    const counts: Record<string, number> = {}
    for (const [older, newer] of results)
      for (const result of [`older: ${older}`, `newer: ${newer}`]) counts[result] = (counts[result] ?? 0) + 1
    expect(counts).toEqual({ 'older: reauthentication_required': ROUNDS, 'newer: token': ROUNDS })
  })

  it('gets a token after a revocation of the app, which asks nobody to sign in again', async () => {
    const signedInAt = Date.now() - 60_000
    await stream.revokeTokens(new Date())
    expect(await requestToken('john', signedInAt)).toBe('token')
    await stream.revokeTokens(null)
  })

  it('gets a token again once the revocation is undone', async () => {
    const signedInAt = Date.now() - 60_000
    await stream.revokeUserToken('jane')
    await stream.revokeUserToken('jane', null)
    expect(await requestToken('jane', signedInAt)).toBe('token')
  })
})
