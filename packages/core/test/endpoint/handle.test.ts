import { describe, expect, it } from 'vitest'
import type { VerifyUser } from '../../src/endpoint/verify-user.js'
import { forbidden } from '../../src/errors/errors.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { refusal } from '../fixture/caught.js'
import { endpointWithEvents } from '../fixture/endpoint-with-events.js'
import { printed } from '../fixture/leaks.js'
import { bodyOf, jsonRequest, tokenRequest } from '../fixture/token-request.js'

const THROWN = new Error('canary')
const fails = (): never => {
  throw THROWN
}

describe('onServerError: forward', () => {
  const forward: TokenProviderOptions = { onServerError: 'forward' }
  const webRequest = () => new Request('https://a.example/stream/token', { method: 'POST' })

  it.each<[string, (made: ReturnType<typeof endpointWithEvents>) => Promise<unknown>]>([
    ['handle', ({ handle }) => handle(tokenRequest())],
    ['respond', ({ respond }) => respond(tokenRequest())],
    ['fetch', ({ fetch }) => fetch(webRequest())],
    ['tokenHandler', ({ tokenHandler }) => tokenHandler().respond(tokenRequest())],
    ['the fetch of tokenHandler', ({ tokenHandler }) => tokenHandler().fetch(webRequest())],
    ['logOut', ({ logOut }) => logOut(tokenRequest(), () => {})],
  ])('C12: %s throws a server error with its status and cause, and with one event', async (_name, call) => {
    const made = endpointWithEvents(fails, forward)
    const error = await refusal(call(made))
    expect(error).toMatchObject({ reason: 'verify_user_failed', status: 500, statusCode: 500, cause: THROWN })
    expect(made.events).toEqual([expect.objectContaining({ type: 'refused', reason: 'verify_user_failed' })])
    expect(Object.keys(error)).not.toContain('cause')
  })

  it.each<[string, VerifyUser<string>, TokenProviderOptions, string]>([
    ['an invalid identity', () => 'a b', {}, 'identity_invalid'],
    ['missing credentials', () => 'john', { apiSecret: undefined }, 'config_invalid'],
    ['an error of this package', () => 'john', { clock: () => Number.NaN }, 'internal_error'],
  ])('C12: throws for %s, which has no cause', async (_name, verifyUser, options, reason) => {
    const error = await refusal(
      endpointWithEvents(verifyUser, { ...forward, ...options }).handle(tokenRequest()),
    )
    expect([error.reason, error.cause]).toEqual([reason, undefined])
  })

  it.each<[string, VerifyUser<string>, TokenProviderOptions, number]>([
    ['nobody', () => null, {}, 401],
    ['a user who may not have a token', () => Promise.reject(forbidden()), {}, 403],
    ['a limiter that fails', () => 'john', { rateLimit: { consume: fails } }, 503],
    ['a user over the limit', () => 'john', { rateLimit: { consume: () => Promise.reject() } }, 429],
  ])('C12: responds as before to %s', async (_name, verifyUser, options, status) => {
    expect(
      await endpointWithEvents(verifyUser, { ...forward, ...options }).handle(tokenRequest()),
    ).toHaveProperty('status', status)
  })

  it('C12: is off by default: the reply has no cause', async () => {
    const reply = await endpointWithEvents(fails).handle(tokenRequest())
    expect(reply).toHaveProperty('status', 500)
    expect(printed(reply)).not.toContain('canary')
  })
})

describe('method_not_allowed', () => {
  it.each([
    ['PUT', '/token', 'POST, OPTIONS'],
    ['GET', '/token', 'POST, OPTIONS'],
    ['GET', '/revocations', 'POST, OPTIONS'],
    ['POST', '/revocations/john', 'GET, OPTIONS'],
  ])('C17: the detail for %s %s names the methods: %s', async (method, path, allow) => {
    const { handle } = endpointWithEvents(() => 'john', { authorizeRevocation: () => true })
    const reply = await handle(tokenRequest({ method, path }))
    expect([reply?.status, reply?.headers.allow]).toEqual([405, allow])
    expect(bodyOf(reply)).toMatchObject({ detail: `This route responds to ${allow}.` })
  })
})

describe('a request with a cookie, whose verifyUser finds nobody', () => {
  const REMEDY =
    'The request has a Cookie header and no session: mount this middleware after the session middleware.'

  const without = (): boolean => false
  const cookie = { cookie: 'connect.sid=1' }

  async function actionOf(
    hasSession: (() => boolean) | undefined,
    headers: Record<string, string>,
    verifyUser: VerifyUser<unknown> = () => null,
  ) {
    const { handle, events } = endpointWithEvents(verifyUser)
    const reply = await handle({ ...tokenRequest({ headers }), ...(hasSession && { hasSession }) })
    const [event] = events
    return [reply?.status, event?.type === 'refused' ? event.action : undefined]
  }

  it('A11: leads to an event that names the order of middleware', async () => {
    expect(await actionOf(without, cookie)).toEqual([401, REMEDY])
  })

  it.each<[string, (() => boolean) | undefined, Record<string, string>, VerifyUser<unknown>?]>([
    ['there is no cookie', without, {}],
    ['there is a bearer token and no cookie', without, { authorization: 'Bearer a' }],
    ['there is a bearer token beside the cookie', without, { ...cookie, authorization: 'Bearer a' }],
    ['there is a session', () => true, cookie],
    ['the adapter cannot know', undefined, cookie],
    ['verifyUser forbids it', without, cookie, () => Promise.reject(forbidden())],
  ])('A11: leads to no such event if %s', async (_what, hasSession, headers, verifyUser) => {
    expect((await actionOf(hasSession, headers, verifyUser))[1]).toBeUndefined()
  })

  it('A11: leads to no such event if it is a Web request', async () => {
    const { fetch, events } = endpointWithEvents(() => null)
    const request = new Request('https://a.example/stream/token', { method: 'POST', headers: cookie })
    expect((await fetch(request)).status).toBe(401)
    expect(events).toEqual([expect.objectContaining({ reason: 'unauthenticated' })])
    expect(events[0]).not.toHaveProperty('action')
  })

  it('A11: never leads to another reply than without a cookie', async () => {
    const { handle } = endpointWithEvents(() => null)
    const replies = [cookie, {}].map(headers =>
      handle({ ...jsonRequest('{}', headers), hasSession: without }),
    )
    const [one, other] = await Promise.all(replies)
    expect(one).toEqual(other)
  })
})
