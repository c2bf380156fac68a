import { describe, expect, it } from 'vitest'
import type { TokenProviderEvent } from '../../src/events/events.js'
import type { HeadersSource } from '../../src/guard/authorization.js'
import { hasCookie } from '../../src/guard/authorization.js'
import { createGuard, type GuardOptions } from '../../src/guard/guard.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'

const ACTION =
  'The request has a Cookie header and no bearer token: a guard verifies the Stream token in Authorization, not the session. Send the token, or use your own session check on this route.'

/** The reply of a guard, and what it reports. */
async function guarded(source: HeadersSource, options: GuardOptions = {}, kind: 'user' | 'server' = 'user') {
  const events: TokenProviderEvent[] = []
  const provider = fixedProvider({ onEvent: event => events.push(event) })
  const found = await createGuard(provider, kind, options)(source)
  return { status: 'reply' in found ? found.reply.status : undefined, events }
}

const EVENT = {
  type: 'refused',
  at: NOW,
  reason: 'token_missing',
  message: 'Send the token in an Authorization: Bearer header.',
  action: ACTION,
}

describe('a guard that meets a cookie and no token', () => {
  it.each<[string, HeadersSource]>([
    ['a Node request', { headers: { cookie: 'session=canary' } }],
    ['the headers of Node', { cookie: 'session=canary' }],
    ['a Web request', new Request('https://a.example', { headers: { cookie: 'session=canary' } })],
    ['Web headers', new Headers({ cookie: 'session=canary' })],
    ['another scheme beside the cookie', { cookie: 'session=canary', authorization: 'Basic canary' }],
  ])('reports the mistake once, with the remedy: %s', async (_what, source) => {
    const { status, events } = await guarded(source)
    expect([status, events]).toEqual([401, [EVENT]])
    expect(JSON.stringify(events)).not.toContain('canary')
  })

  it('reports it in a guard for servers too', async () => {
    expect((await guarded({ cookie: 'a=1' }, {}, 'server')).events).toEqual([EVENT])
  })

  it.each<[string, HeadersSource, GuardOptions]>([
    ['anonymous requests are admitted', { cookie: 'a=1' }, { anonymous: true }],
    ['there is no cookie', {}, {}],
    ['there is a token, which is refused', { cookie: 'a=1', authorization: 'Bearer rubbish' }, {}],
    ['there are two tokens', { cookie: 'a=1', authorization: ['Bearer a', 'Bearer b'] }, {}],
  ])('reports nothing if %s', async (_what, source, options) => {
    expect((await guarded(source, options)).events).toEqual([])
  })

  it('reports nothing for a token beside a cookie', async () => {
    const authorization = `Bearer ${await fixedProvider().createToken('john')}`
    expect(await guarded({ cookie: 'a=1', authorization })).toEqual({ status: undefined, events: [] })
  })
})

describe('hasCookie', () => {
  it.each<[unknown, boolean]>([
    [{ headers: { cookie: 'a=1' } }, true],
    [{ headers: { Cookie: 'a=1' } }, true],
    [{ headers: {} }, false],
    [{ headers: { cookie: undefined } }, false],
    [{ headers: { cookies: 'a=1' } }, false],
    [new Headers(), false],
    [null, false],
    ['cookie', false],
  ])('for %j returns %s', (source, found) => {
    expect(hasCookie(source)).toBe(found)
  })
})
