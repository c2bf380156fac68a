import { describe, expect, it } from 'vitest'
import type { VerifyUserResult } from '../../src/endpoint/verify-user.js'
import type { TokenProviderEvent } from '../../src/events/events.js'
import { createTokenProvider } from '../../src/index.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { reasonOf } from '../fixture/caught.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { bodyOf, tokenRequest } from '../fixture/token-request.js'

async function ask(
  answer: VerifyUserResult,
  options: TokenProviderOptions = {},
  headers: Record<string, string | string[]> = {},
) {
  const events: TokenProviderEvent[] = []
  const provider = fixedProvider({ onEvent: event => events.push(event), ...options })
  const reply = await provider.endpoint<string>(() => answer).handle(tokenRequest({ headers }))
  if (reply === undefined) throw new Error('The request was passed on.')
  return { reply, events, provider }
}

describe('POST /token', () => {
  it('answers the token and what a client needs beside it', async () => {
    const { reply, provider } = await ask('john')
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

  it('puts into the token what verifyUser said, and nothing else', async () => {
    const identity = {
      id: 'john',
      expiresIn: 60,
      role: 'host',
      callCids: ['default:1'],
      channelCids: ['messaging:1'],
      claims: { team: 'red' },
    }
    const { reply, provider } = await ask(identity)
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

  it('answers 500 identity_invalid, and tells the rule, when what verifyUser said makes the token too long', async () => {
    const { reply, events } = await ask(
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
    ['never, as the option says', { expiresIn: null }, 'john', null, false],
    ['an option above maxExpiresIn', { expiresIn: 100_000 }, 'john', 100_000, false],
    ['the wish', {}, { id: 'john', expiresIn: 60 }, 60, false],
    ['a wish of undefined', { expiresIn: 60 }, { id: 'john', expiresIn: undefined }, 60, false],
    ['a wish above the option', { expiresIn: 60 }, { id: 'john', expiresIn: 7200 }, 7200, false],
    ['a wish of maxExpiresIn', {}, { id: 'john', expiresIn: 86_400 }, 86_400, false],
    ['a wish above maxExpiresIn', {}, { id: 'john', expiresIn: 86_401 }, 86_400, true],
    ['a wish of never', { maxExpiresIn: 60 }, { id: 'john', expiresIn: null }, 60, true],
    [
      'a wish of never where the option is never',
      { expiresIn: null, maxExpiresIn: 60 },
      { id: 'john', expiresIn: null },
      60,
      true,
    ],
  ])('gives a token the lifetime of %s', async (_name, options, answer, expiresIn, shortened) => {
    const { reply, events, provider } = await ask(answer, options)
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
  ])('answers Accept %j with the bare token: %s', async (accept, bare) => {
    const { reply, provider } = await ask('john', {}, accept === undefined ? {} : { accept })
    const token = await provider.createToken('john')
    expect(reply.headers['content-type']).toBe(bare ? 'text/plain; charset=utf-8' : 'application/json')
    expect(bare ? reply.body : bodyOf(reply).token).toBe(token)
    expect(reply.headers['cache-control']).toBe('no-store')
  })

  it('tells of each token by its fingerprint', async () => {
    const { reply, events } = await ask('john')
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

  it('answers 500 where key and secret are missing, and asks nobody', async () => {
    let asked = 0
    const endpoint = createTokenProvider({ apiKey: 'key', apiSecret: undefined }).endpoint<string>(() => {
      asked++
      return 'john'
    })
    const reply = await endpoint.handle(tokenRequest())
    expect([reply?.status, bodyOf(reply).reason, asked]).toEqual([500, 'config_invalid', 0])
    expect(reply?.body).not.toContain('STREAM_API_SECRET')
  })
})

describe('endpoint', () => {
  it.each([[undefined], [null], ['john'], [{}]])('refuses %j for verifyUser', async verifyUser => {
    expect(await reasonOf(() => fixedProvider().endpoint(verifyUser as never))).toBe('config_invalid')
  })
})
