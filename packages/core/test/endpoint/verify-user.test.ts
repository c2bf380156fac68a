import { describe, expect, it } from 'vitest'
import { createIdentify, type VerifyUser } from '../../src/endpoint/verify-user.js'
import { causeOf, TokenProviderError } from '../../src/errors/errors.js'
import { createBoundedCall } from '../../src/settings/bounded-call.js'
import { createSlots } from '../../src/settings/slots.js'
import { reasonOf, refusal } from '../fixture/caught.js'
import { hasFastProperties } from '../fixture/has-fast-properties.js'
import { tokenRequest } from '../fixture/token-request.js'

const identify = (verifyUser: VerifyUser<string>) =>
  createIdentify(verifyUser, createBoundedCall(createSlots, { seconds: 5, most: 2 }), () => 0)
const throwing = (thrown: unknown) => () => {
  throw thrown
}

describe('createIdentify', () => {
  it('passes the request, the body and a signal to verifyUser', async () => {
    const seen: unknown[] = []
    const body = { name: 'John' }
    await identify((raw, context) => {
      seen.push(raw, context.body, context.signal.aborted)
      return null
    })(tokenRequest(), body)
    expect(seen).toEqual(['raw', body, false])
  })

  it('passes a context with fast properties, because one with slow properties outlives its request', async () => {
    let isFast = false
    await identify((_raw, context) => {
      isFast = hasFastProperties(context)
      return null
    })(tokenRequest(), {})
    expect(isFast).toBe(true)
  })

  it.each<[string, VerifyUser<string>]>([
    ['synchronously', () => 'john'],
    ['asynchronously', async () => 'john'],
    // biome-ignore lint/suspicious/noThenProperty: a query builder is a thenable
    ['through a thenable', () => ({ then: (resolve: (id: string) => void) => resolve('john') }) as never],
  ])('accepts a user id returned %s', async (_name, verifyUser) => {
    expect(await identify(verifyUser)(tokenRequest(), {})).toEqual({ id: 'john' })
  })

  it.each([null, undefined, false] as const)(
    'treats %s as not signed in, whether returned synchronously or asynchronously',
    async result => {
      expect(await identify(() => result)(tokenRequest(), {})).toBeUndefined()
      expect(await identify(async () => result)(tokenRequest(), {})).toBeUndefined()
    },
  )

  it('calls then once, because a query builder runs its query on each call', async () => {
    let runs = 0
    const query = {
      // biome-ignore lint/suspicious/noThenProperty: a query builder is a thenable
      then(resolve: (id: string) => void) {
        runs++
        resolve('john')
      },
    }
    await identify(() => query as never)(tokenRequest(), {})
    expect(runs).toBe(1)
  })

  it('refuses an invalid id, whether returned synchronously or asynchronously', async () => {
    expect(await reasonOf(identify(() => '')(tokenRequest(), {}))).toBe('identity_invalid')
    expect(await reasonOf(identify(async () => '')(tokenRequest(), {}))).toBe('identity_invalid')
  })

  it.each([
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [429, 'rate_limited'],
    [503, 'overloaded'],
    [400, 'verify_user_failed'],
    [404, 'verify_user_failed'],
    [500, 'verify_user_failed'],
    ['401', 'verify_user_failed'],
  ])("maps the app's own error with the status %j to %s, thrown or rejected", async (status, reason) => {
    const thrown = Object.assign(new Error('x'), { status, expose: true })
    expect(await reasonOf(identify(throwing(thrown))(tokenRequest(), {}))).toBe(reason)
    expect(await reasonOf(identify(() => Promise.reject(thrown))(tokenRequest(), {}))).toBe(reason)
  })

  it.each([[new Error('x')], ['text'], [null], [undefined], [0], [[401]]])(
    'maps a thrown %j to verify_user_failed and keeps it as the cause',
    async thrown => {
      const error = await refusal(identify(throwing(thrown))(tokenRequest(), {}))
      expect(error.reason).toBe('verify_user_failed')
      expect(causeOf(error)).toBe(thrown)
    },
  )

  it.each([
    [{ 'retry-after': '7' }, '7'],
    [{ 'Retry-After': 3600 }, '3600'],
    [{ 'RETRY-AFTER': '1' }, '1'],
    [{ 'retry-after': '0' }, '1'],
    [{ 'retry-after': '3601' }, '1'],
    [{ 'retry-after': '1.5' }, '1'],
    [{ 'retry-after': '-5' }, '1'],
    [{ 'retry-after': '7\r\nset-cookie: a=b' }, '1'],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, '1'],
    [{ 'retry-after': ['7'] }, '7'],
    [{}, '1'],
    [null, '1'],
    [undefined, '1'],
  ])("maps the headers %j of the app's own error to Retry-After %s", async (headers, expected) => {
    for (const status of [429, 503]) {
      const { headers: found } = await refusal(
        identify(throwing({ status, headers, expose: true }))(tokenRequest(), {}),
      )
      expect(found).toEqual({ 'retry-after': expected })
    }
  })

  it('treats a token refused inside verifyUser as not signed in', async () => {
    const error = await refusal(
      identify(throwing(new TokenProviderError('token_expired')))(tokenRequest(), {}),
    )
    expect([error.reason, error.streamCode]).toEqual(['unauthenticated', undefined])
  })
})
