import { describe, expect, it } from 'vitest'
import { createBoundedCall } from '../../src/endpoint/bounded-call.js'
import { createIdentify, type VerifyUser } from '../../src/endpoint/verify-user.js'
import { causeOf, TokenProviderError } from '../../src/errors/errors.js'
import { createSlots } from '../../src/settings/slots.js'
import { reasonOf, refusal } from '../fixture/caught.js'
import { hasFastProperties } from '../fixture/has-fast-properties.js'
import { tokenRequest } from '../fixture/token-request.js'

const ask = (verifyUser: VerifyUser<string>) =>
  createIdentify(verifyUser, createBoundedCall(createSlots, { seconds: 5, most: 2 }))
const throwing = (thrown: unknown) => () => {
  throw thrown
}

describe('createIdentify', () => {
  it('hands over the request, the body and a signal', async () => {
    const seen: unknown[] = []
    const body = { name: 'John' }
    await ask((raw, context) => {
      seen.push(raw, context.body, context.signal.aborted)
      return null
    })(tokenRequest(), body)
    expect(seen).toEqual(['raw', body, false])
  })

  it('hands over a context in the fast form: one in the slow form outlives its request', async () => {
    let isFast = false
    await ask((_raw, context) => {
      isFast = hasFastProperties(context)
      return null
    })(tokenRequest(), {})
    expect(isFast).toBe(true)
  })

  it.each<[string, VerifyUser<string>]>([
    ['at once', () => 'john'],
    ['later', async () => 'john'],
    // biome-ignore lint/suspicious/noThenProperty: a query builder is a thenable
    ['through a thenable', () => ({ then: (resolve: (id: string) => void) => resolve('john') }) as never],
  ])('takes an answer that comes %s', async (_name, verifyUser) => {
    expect(await ask(verifyUser)(tokenRequest(), {})).toEqual({ id: 'john' })
  })

  it.each([null, undefined, false] as const)(
    'takes %s for: not signed in, at once and later',
    async answer => {
      expect(await ask(() => answer)(tokenRequest(), {})).toBeUndefined()
      expect(await ask(async () => answer)(tokenRequest(), {})).toBeUndefined()
    },
  )

  it('calls then once, since a query builder runs its query at each call', async () => {
    let runs = 0
    const query = {
      // biome-ignore lint/suspicious/noThenProperty: a query builder is a thenable
      then(resolve: (id: string) => void) {
        runs++
        resolve('john')
      },
    }
    await ask(() => query as never)(tokenRequest(), {})
    expect(runs).toBe(1)
  })

  it('refuses rubbish that comes later as it does at once', async () => {
    expect(await reasonOf(ask(() => '')(tokenRequest(), {}))).toBe('identity_invalid')
    expect(await reasonOf(ask(async () => '')(tokenRequest(), {}))).toBe('identity_invalid')
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
  ])('takes a throw with the status %j for %s, at once and later', async (status, reason) => {
    const thrown = Object.assign(new Error('x'), { status })
    expect(await reasonOf(ask(throwing(thrown))(tokenRequest(), {}))).toBe(reason)
    expect(await reasonOf(ask(() => Promise.reject(thrown))(tokenRequest(), {}))).toBe(reason)
  })

  it.each([[new Error('x')], ['text'], [null], [undefined], [0], [[401]]])(
    'takes a throw of %j for a fault, and keeps it as the cause',
    async thrown => {
      const error = await refusal(ask(throwing(thrown))(tokenRequest(), {}))
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
  ])('passes on the headers %j of a throw as Retry-After %s', async (headers, expected) => {
    for (const status of [429, 503]) {
      const { headers: found } = await refusal(ask(throwing({ status, headers }))(tokenRequest(), {}))
      expect(found).toEqual({ 'retry-after': expected })
    }
  })

  it('takes a refused token inside verifyUser for not signed in', async () => {
    const error = await refusal(ask(throwing(new TokenProviderError('token_expired')))(tokenRequest(), {}))
    expect([error.reason, error.streamCode]).toEqual(['unauthenticated', undefined])
  })
})
