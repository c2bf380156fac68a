import { describe, expect, it } from 'vitest'
import { TokenProviderError } from '../../src/errors/errors.js'
import { emptyReply, jsonReply, problemReply, textReply } from '../../src/http/token-reply.js'

describe('problemReply', () => {
  it('returns a problem document of RFC 9457 with the code of Stream', () => {
    expect(problemReply(new TokenProviderError('token_expired'))).toEqual({
      status: 401,
      headers: {
        'cache-control': 'no-store',
        'content-type': 'application/problem+json',
        'www-authenticate': 'Bearer error="invalid_token", error_description="expired"',
      },
      body: '{"type":"urn:stream-token:error:token_expired","title":"Token expired","status":401,"detail":"The token has expired.","reason":"token_expired","code":40}',
    })
  })

  it('has no code if Stream has none', () => {
    expect(JSON.parse(problemReply(new TokenProviderError('forbidden')).body)).not.toHaveProperty('code')
  })

  it('contains the constant sentence, not the message for developers', () => {
    const { body } = problemReply(new TokenProviderError('config_invalid', { message: 'canary' }))
    expect(body).toContain('"detail":"The token provider is not configured correctly."')
    expect(body).not.toContain('canary')
  })
})

describe('problemReply for a body', () => {
  it('names the rule that the body breaks', () => {
    const rule = 'name must be a string.'
    const { body } = problemReply(new TokenProviderError('body_invalid', { message: rule }))
    expect(JSON.parse(body)).toMatchObject({ status: 400, detail: rule })
  })

  it('has the constant sentence if no rule is named', () => {
    const { body } = problemReply(new TokenProviderError('body_invalid'))
    expect(JSON.parse(body).detail).toBe('The request body must be one JSON object.')
  })
})

describe('replies', () => {
  it.each([
    [
      'jsonReply',
      jsonReply(200, '{"a":"é"}'),
      {
        status: 200,
        headers: { 'cache-control': 'no-store', 'content-type': 'application/json' },
        body: '{"a":"é"}',
      },
    ],
    [
      'textReply',
      textReply(200, 'a'),
      {
        status: 200,
        headers: { 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' },
        body: 'a',
      },
    ],
    [
      'emptyReply',
      emptyReply(204, { allow: 'POST' }),
      { status: 204, headers: { 'cache-control': 'no-store', allow: 'POST' }, body: '' },
    ],
  ])('%s has Cache-Control: no-store', (_name, reply, expected) => {
    expect(reply).toEqual(expected)
  })
})
