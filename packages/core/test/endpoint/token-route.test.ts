import { describe, expect, it } from 'vitest'
import type { VerifyUserResult } from '../../src/endpoint/verify-user.js'
import type { TokenProviderEvent } from '../../src/events/events.js'
import { createTokenProvider } from '../../src/index.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { reasonOf } from '../fixture/caught.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { bodyOf, tokenRequest } from '../fixture/token-request.js'

async function requestToken(
  result: VerifyUserResult,
  options: TokenProviderOptions = {},
  headers: Record<string, string | string[]> = {},
) {
  const events: TokenProviderEvent[] = []
  const provider = fixedProvider({ onEvent: event => events.push(event), ...options })
  const reply = await provider.endpoint<string>(() => result).handle(tokenRequest({ headers }))
  if (reply === undefined) throw new Error('The endpoint did not handle the request.')
  return { reply, events, provider }
}

describe('POST /token', () => {
  it('responds with the token, the user id, the API key and the expiry', async () => {
    const { reply, provider } = await requestToken('john')
    expect(reply.status).toBe(200)
    expect(reply.headers).toEqual({ 'cache-control': 'no-store', 'content-type': 'application/json' })
    expect(bodyOf(reply)).toEqual({
      token: await provider.createToken('john'),
      userId: 'john',
      apiKey: 'key',
      expiresAt: NOW + 3600,
      expiresIn: 3600,
    })
  })

  it('puts the result of verifyUser into the token, and nothing else', async () => {
    const identity = {
      id: 'john',
      expiresIn: 60,
      role: 'host',
      callCids: ['default:1'],
      channelCids: ['messaging:1'],
      claims: { team: 'red' },
    }
    const { reply, provider } = await requestToken(identity)
    const { claims } = await provider.verifyToken(bodyOf(reply).token)
    expect(claims).toEqual({
      user_id: 'john',
      exp: NOW + 60,
      iat: NOW - 5,
      role: 'host',
      call_cids: ['default:1'],
      channel_cids: ['messaging:1'],
      team: 'red',
    })
  })

  it('responds 500 identity_invalid and reports the rule if the result of verifyUser makes the token too long', async () => {
    const { reply, events } = await requestToken(
      { id: 'john', claims: { note: 'canary'.repeat(50) } },
      { maxTokenBytes: 256 },
    )
    expect([reply.status, bodyOf(reply).reason]).toEqual([500, 'identity_invalid'])
    expect(events).toEqual([expect.objectContaining({ type: 'refused', reason: 'identity_invalid' })])
    const [event] = events
    expect(event).toMatchObject({ message: expect.stringContaining('maxTokenBytes (256)') })
    expect(JSON.stringify([reply, events])).not.toContain('canary')
  })

  it.each<[string, TokenProviderOptions, VerifyUserResult, number | null, boolean]>([
    ['the default', {}, 'john', 3600, false],
    ['the option', { expiresIn: 60 }, 'john', 60, false],
    ['an option of null', { expiresIn: null }, 'john', null, false],
    ['an option above maxExpiresIn', { expiresIn: 100_000 }, 'john', 100_000, false],
    ['the result', {}, { id: 'john', expiresIn: 60 }, 60, false],
    ['a result with undefined', { expiresIn: 60 }, { id: 'john', expiresIn: undefined }, 60, false],
    ['a result above the option', { expiresIn: 60 }, { id: 'john', expiresIn: 7200 }, 7200, false],
    ['a result equal to maxExpiresIn', {}, { id: 'john', expiresIn: 86_400 }, 86_400, false],
    ['a result above maxExpiresIn', {}, { id: 'john', expiresIn: 86_401 }, 86_400, true],
    ['a result with null', { maxExpiresIn: 60 }, { id: 'john', expiresIn: null }, 60, true],
    [
      'a result with null and an option of null',
      { expiresIn: null, maxExpiresIn: 60 },
      { id: 'john', expiresIn: null },
      60,
      true,
    ],
  ])('sets the lifetime of a token from %s', async (_name, options, result, expiresIn, shortened) => {
    const { reply, events, provider } = await requestToken(result, options)
    const expiresAt = expiresIn === null ? null : NOW + expiresIn
    expect(bodyOf(reply)).toMatchObject({ expiresIn, expiresAt })
    expect((await provider.verifyToken(bodyOf(reply).token)).expiresAt ?? null).toBe(expiresAt)
    expect(events.filter(({ type }) => type === 'lifetime_shortened')).toEqual(
      shortened ? [{ type: 'lifetime_shortened', at: NOW, userId: 'john', expiresIn }] : [],
    )
  })

  it.each<[string | string[] | undefined, boolean]>([
    [undefined, false],
    ['*/*', false],
    ['application/json', false],
    ['text/plain', true],
    ['Text/Plain', true],
    ['text/plain;q=0.5', true],
    ['text/html, text/plain', true],
    ['text/plain, application/json;q=0.1', false],
    ['text/plain, */*', false],
    ['text/plain, application/*', false],
    ['text/*', false],
    [['text/plain', 'application/json'], false],
    ['text/plainer', false],
    ['', false],
  ])('responds to Accept %j with the bare token: %s', async (accept, bare) => {
    const { reply, provider } = await requestToken('john', {}, accept === undefined ? {} : { accept })
    const token = await provider.createToken('john')
    expect(reply.headers['content-type']).toBe(bare ? 'text/plain; charset=utf-8' : 'application/json')
    expect(bare ? reply.body : bodyOf(reply).token).toBe(token)
    expect(reply.headers['cache-control']).toBe('no-store')
  })

  it('emits an event with the fingerprint of each token', async () => {
    const { reply, events } = await requestToken('john')
    expect(events).toEqual([
      {
        type: 'issued',
        at: NOW,
        userId: 'john',
        expiresAt: NOW + 3600,
        tokenId: expect.stringMatching(/^[0-9a-f]{16}$/),
      },
    ])
    expect(JSON.stringify(events)).not.toContain(bodyOf(reply).token)
  })

  it('responds 500 without calling verifyUser if the secret is missing', async () => {
    let calls = 0
    const endpoint = createTokenProvider({ apiKey: 'key', apiSecret: undefined }).endpoint<string>(() => {
      calls++
      return 'john'
    })
    const reply = await endpoint.handle(tokenRequest())
    expect([reply?.status, bodyOf(reply).reason, calls]).toEqual([500, 'config_invalid', 0])
    expect(reply?.body).not.toContain('STREAM_API_SECRET')
  })
})

describe('endpoint', () => {
  it.each([[undefined], [null], ['john'], [{}]])('refuses %j as verifyUser', async verifyUser => {
    expect(await reasonOf(() => fixedProvider().endpoint(verifyUser as never))).toBe('config_invalid')
  })
})
