import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ERROR_REASONS, type ErrorReason } from '../../src/errors/error-reasons.js'
import { causeOf, isTokenProviderError, TokenProviderError, withCause } from '../../src/errors/errors.js'

/** `Bearer` and `Bearer error=…` are whole challenges, `invalid_…` is the value of the attribute `error`. */
const TABLE: readonly [
  ErrorReason,
  status: number,
  code?: number | undefined,
  challenge?: string | undefined,
  retryAfter?: string,
][] = [
  ['config_invalid', 500],
  ['method_not_allowed', 405],
  ['not_found', 404],
  ['unsupported_media_type', 415],
  ['body_too_large', 413],
  ['body_invalid', 400],
  ['body_timeout', 408],
  ['origin_forbidden', 403],
  ['unauthenticated', 401, undefined, 'Bearer'],
  ['reauthentication_required', 401, undefined, 'Bearer error="insufficient_user_authentication"'],
  ['forbidden', 403],
  ['user_blocked', 403],
  ['identity_invalid', 500],
  ['verify_user_failed', 500],
  ['internal_error', 500],
  ['rate_limited', 429, undefined, undefined, '1'],
  ['verify_user_timeout', 503, undefined, undefined, '1'],
  ['overloaded', 503, undefined, undefined, '1'],
  ['revocation_in_force', 503, undefined, undefined, '1'],
  ['revocation_state_unknown', 503, undefined, undefined, '1'],
  ['revocation_not_stored', 503, undefined, undefined, '1'],
  ['token_missing', 401, 5, 'Bearer'],
  ['token_ambiguous', 400, 5, 'invalid_request'],
  ['token_malformed', 401, 5, 'invalid_token'],
  ['token_wrong_kind', 401, 5, 'invalid_token'],
  ['token_signature_invalid', 401, 43, 'invalid_token'],
  ['token_expired', 401, 40, 'invalid_token'],
  ['token_revoked', 401, 40, 'invalid_token'],
  ['token_not_yet_valid', 401, 41, 'invalid_token'],
  ['token_used_before_issued', 401, 42, 'invalid_token'],
  ['revocation_forbidden', 403],
  ['revocation_invalid', 400],
  ['date_in_future', 400],
  ['stream_api_failed', 502],
]

describe('ERROR_REASONS', () => {
  it('holds exactly the reasons of the table', () => {
    expect(Object.keys(ERROR_REASONS).sort()).toEqual(TABLE.map(([reason]) => reason).sort())
  })

  it('has a unique title and a detail for each', () => {
    const facts = Object.values(ERROR_REASONS)
    for (const { title, detail } of facts)
      expect([title, detail]).toEqual([expect.any(String), expect.stringMatching(/\.$/)])
    expect(new Set(facts.map(({ title }) => title)).size).toBe(facts.length)
  })
})

describe('ERROR_REASONS, as the console prints them', () => {
  it.each(Object.entries(ERROR_REASONS))(
    'E: is printable ASCII for %s',
    (_reason, { title, detail, action = '' }) => {
      expect(`${title}${detail}${action}`).toMatch(/^[ -~]+$/)
    },
  )
})

describe('TokenProviderError', () => {
  it.each(TABLE)(
    '%s has status %i, code %s, challenge %s, Retry-After %s',
    (reason, status, code, challenge, retryAfter) => {
      const error = new TokenProviderError(reason)
      const { 'www-authenticate': found, 'retry-after': seconds, ...others } = error.headers
      expect(error).toMatchObject({
        name: 'TokenProviderError',
        reason,
        status,
        statusCode: status,
        expose: status < 500,
      })
      expect(error.streamCode).toBe(code)
      expect(
        challenge === undefined || challenge.startsWith('Bearer')
          ? found
          : /^Bearer error="(\w+)", error_description="[a-z ]+"$/.exec(found ?? '')?.[1],
      ).toBe(challenge)
      expect(seconds).toBe(retryAfter)
      expect(others).toEqual({})
    },
  )

  it('has the fixed message of its reason unless it receives another', () => {
    expect(new TokenProviderError('token_expired').message).toBe('The token has expired.')
    expect(new TokenProviderError('config_invalid', { message: 'Other.' }).message).toBe('Other.')
  })

  it('adds headers to those of its reason, and replaces headers of the same name', () => {
    const { headers } = new TokenProviderError('rate_limited', {
      headers: { 'retry-after': '30', allow: 'POST' },
    })
    expect(headers).toEqual({ 'retry-after': '30', allow: 'POST' })
  })

  it('has an action for the operator if there is one', () => {
    expect(new TokenProviderError('overloaded').action).toMatch(/maxPending/)
    expect(new TokenProviderError('token_expired')).not.toHaveProperty('action')
  })

  it('has no Stream code if Stream has none', () => {
    expect(new TokenProviderError('forbidden')).not.toHaveProperty('streamCode')
  })
})

describe('instanceof TokenProviderError', () => {
  const copy = Object.assign(new Error('x'), { [Symbol.for('stream-token-provider.error')]: true })

  it.each([
    ['an error of another copy of this package', copy, true],
    ['one of this copy', new TokenProviderError('forbidden'), true],
    ['an error of the app', new Error('x'), false],
    ['nothing', undefined, false],
  ])('knows %s: %s is %s', (_name, value, expected) => {
    expect(value instanceof TokenProviderError).toBe(expected)
  })

  it('does not take its errors for those of a class that extends it', () => {
    class Own extends TokenProviderError {}
    expect([new Own('forbidden') instanceof Own, copy instanceof Own]).toEqual([true, false])
  })
})

describe('isTokenProviderError', () => {
  it('recognizes an error from another copy of this package', () => {
    const copy = Object.assign(new Error('x'), { [Symbol.for('stream-token-provider.error')]: true })
    expect(isTokenProviderError(copy)).toBe(true)
  })

  it.each([
    [undefined],
    [null],
    ['token_expired'],
    [{}],
    [new Error('x')],
    [{ reason: 'token_expired', status: 401 }],
  ])('does not recognize %j', value => {
    expect(isTokenProviderError(value)).toBe(false)
  })

  it('keeps the brand out of printed and serialised output', () => {
    const error = new TokenProviderError('token_expired')
    expect(Object.keys(error)).not.toContain('Symbol(stream-token-provider.error)')
    expect(Object.getOwnPropertySymbols({ ...error })).toEqual([])
  })
})

describe('withCause', () => {
  it('keeps the cause without printing it', () => {
    const error = withCause(new TokenProviderError('verify_user_failed'), new Error('canary'))
    expect(causeOf(error)).toEqual(new Error('canary'))
    expect(error).not.toHaveProperty('cause')
    expect(`${inspect(error, { showHidden: true })}${JSON.stringify(error)}`).not.toContain('canary')
  })
})
