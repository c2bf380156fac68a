import { StreamChat } from 'stream-chat'
import { describe, expect, it } from 'vitest'
import { callApp, refusalOf } from '../../src/endpoint/thrown-refusal.js'
import { causeOf, forbidden, TokenProviderError, unauthenticated } from '../../src/errors/errors.js'
import type { TokenProviderEvent } from '../../src/events/events.js'
import { caught, refusal } from '../fixture/caught.js'
import { fixedProvider } from '../fixture/fixed-provider.js'
import { serve } from '../fixture/loopback.js'
import { bodyOf, tokenRequest } from '../fixture/token-request.js'

/** An error as HTTP clients and SDKs throw it: the status is that of another service. */
const ofService = (status: number, members: object = {}) =>
  Object.assign(new Error(`Request failed with status code ${status}`), { status, ...members })

/** An error as http-errors creates it. */
const ofApp = (status: unknown, members: object = {}) =>
  Object.assign(new Error('No.'), { status, expose: true, ...members })

describe('refusalOf', () => {
  it.each([401, 403, 503])('A1: takes no verdict from a StreamChat client that received %d', async status => {
    const { url } = await serve((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ code: 43, message: 'signature is not valid', StatusCode: status }))
    })
    const events: TokenProviderEvent[] = []
    const provider = fixedProvider({ onEvent: event => events.push(event) })
    const { handle } = provider.endpoint<string>(async () => {
      await new StreamChat('key', 'wrong-secret', { baseURL: url }).upsertUser({ id: 'john' })
      return 'john'
    })
    const reply = await handle(tokenRequest())
    expect([reply?.status, bodyOf(reply).reason]).toEqual([500, 'verify_user_failed'])
    expect(events).toEqual([expect.objectContaining({ type: 'refused', reason: 'verify_user_failed' })])
    expect(events[0]).toHaveProperty(
      'cause',
      expect.objectContaining({ status, message: expect.any(String) }),
    )
  })

  it.each<[string, unknown]>([
    ...[401, 403, 429, 503].map((status): [string, unknown] => [
      `an axios error with ${status}`,
      ofService(status),
    ]),
    ['an axios error with a response', ofService(401, { response: { status: 401, expose: true } })],
    ['an error with a statusCode', Object.assign(new Error('x'), { statusCode: 401 })],
    ['a fetch Response', new Response('', { status: 401 })],
    ['an object with a status', { status: 403 }],
    ['an error that must not be shown', ofService(503, { expose: false })],
    ['an error whose expose is not true', ofService(401, { expose: 'true' })],
    ['a Boom error', Object.assign(new Error('x'), { isBoom: true, output: { statusCode: 401 } })],
    ['a tRPC error', Object.assign(new Error('x'), { code: 'UNAUTHORIZED' })],
    ['a Better Auth APIError', Object.assign(new Error('x'), { status: 'UNAUTHORIZED', statusCode: 401 })],
  ])('A1: maps %s to verify_user_failed, with the cause', (_what, thrown) => {
    const error = refusalOf(thrown)
    expect([error.reason, error.status]).toEqual(['verify_user_failed', 500])
    expect(causeOf(error)).toBe(thrown)
  })

  it.each<[string, unknown, string]>([
    ['unauthenticated()', unauthenticated(), 'unauthenticated'],
    ['forbidden()', forbidden(), 'forbidden'],
    ['a TokenProviderError with 429', new TokenProviderError('rate_limited'), 'rate_limited'],
    ['a TokenProviderError with 503', new TokenProviderError('revocation_in_force'), 'overloaded'],
    ['a refused token', new TokenProviderError('token_expired'), 'unauthenticated'],
    ['createError(401)', ofApp(401), 'unauthenticated'],
    ['createError(403)', ofApp(403), 'forbidden'],
    ['createError(429)', ofApp(429), 'rate_limited'],
    ['createError(503, { expose: true })', ofApp(503), 'overloaded'],
    ['an object with expose', { status: 401, expose: true }, 'unauthenticated'],
  ])('A1: takes the verdict of %s', (_what, thrown, reason) => {
    expect(refusalOf(thrown).reason).toBe(reason)
  })

  it('A1: takes the verdict of an error of another copy of this package', () => {
    const brand = { [Symbol.for('stream-token-provider.error')]: true }
    const error = Object.assign(new Error('x'), brand, { reason: 'forbidden', status: 403, headers: {} })
    expect(refusalOf(error).reason).toBe('forbidden')
  })

  it.each([
    [ofApp('401')],
    [ofApp(400)],
    [ofApp(404)],
    [ofApp(500)],
    [new TokenProviderError('config_invalid')],
  ])('maps an error of the app with another status to verify_user_failed: %s', thrown => {
    expect(refusalOf(thrown).reason).toBe('verify_user_failed')
  })

  it('maps a value that throws on access to verify_user_failed', () => {
    const thrown = Object.defineProperty({ expose: true }, 'status', {
      get: () => {
        throw new Error('x')
      },
    })
    expect(refusalOf(thrown).reason).toBe('verify_user_failed')
  })
})

describe('unauthenticated and forbidden', () => {
  it('are refusals for verifyUser to throw', () => {
    expect([unauthenticated(), forbidden()].map(({ reason, status }) => [reason, status])).toEqual([
      ['unauthenticated', 401],
      ['forbidden', 403],
    ])
  })
})

describe('callApp', () => {
  it('returns what the function returns, and a promise only if it does', async () => {
    expect(callApp(() => 'john')).toBe('john')
    expect(await callApp(async () => 'john')).toBe('john')
  })

  it('throws or rejects with a refusal', async () => {
    const thrown = new Error('x')
    const sync = await refusal(() =>
      callApp(() => {
        throw thrown
      }),
    )
    const async = await caught(() => callApp(() => Promise.reject(thrown)))
    for (const error of [sync, async]) {
      expect(error).toHaveProperty('reason', 'verify_user_failed')
      expect(causeOf(error as TokenProviderError)).toBe(thrown)
    }
  })
})
