import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { API_SECRET } from '../src/app-settings.js'
import { readPayload } from '../src/read-payload.js'

const base64url = (text: string): string => Buffer.from(text).toString('base64url')

function sign(payload: string, secret = API_SECRET): string {
  const signed = `${base64url('{"alg":"HS256","typ":"JWT"}')}.${base64url(payload)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

describe('readPayload', () => {
  it('reads a token in JSON, and a token as the whole text', () => {
    const token = sign('{"user_id":"john"}')
    for (const body of [JSON.stringify({ token, userId: 'john' }), token])
      expect(readPayload({ body })).toEqual({ user_id: 'john' })
  })

  it.each([
    ['an empty body', ''],
    ['a refusal', '{"reason":"unauthenticated"}'],
    ['text with a token in it', `Hello ${sign('{"user_id":"john"}')}`],
    ['a token signed with another secret', sign('{"user_id":"john"}', 'another')],
    ['text that only looks like a token', 'a.b.c'],
  ])('reads nothing from %s', (_what, body) => {
    expect(readPayload({ body })).toEqual({})
  })
})
