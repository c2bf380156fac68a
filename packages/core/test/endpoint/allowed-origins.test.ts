import { afterEach, describe, expect, it, vi } from 'vitest'
import type { TokenProviderEvent } from '../../src/events/events.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { refusal } from '../fixture/caught.js'
import { fixedProvider } from '../fixture/fixed-provider.js'
import { bodyOf, type TokenRequestFacts, tokenRequest } from '../fixture/token-request.js'

const PAGE = 'https://app.example'

async function send(
  options: TokenProviderOptions,
  facts: TokenRequestFacts & { readonly host?: string } = {},
) {
  const events: TokenProviderEvent[] = []
  const { handle } = fixedProvider({ onEvent: event => events.push(event), ...options }).endpoint<string>(
    () => 'john',
  )
  const headers = { host: 'api.example', origin: PAGE, 'sec-fetch-site': 'cross-site', ...facts.headers }
  const { host } = facts
  const reply = await handle({ ...tokenRequest({ ...facts, headers }), ...(host !== undefined && { host }) })
  const refused = events.filter(event => event.type === 'refused')
  return { reply, refused }
}

const preflight = { method: 'OPTIONS', headers: { 'access-control-request-method': 'POST' } }
const CORS = 'access-control-allow-origin'

afterEach(() => void vi.useRealTimers())

describe('origin_forbidden', () => {
  it('C8: names both sides and the remedy in the event, and neither in the reply', async () => {
    const { reply, refused } = await send(
      {},
      { headers: { origin: 'http://localhost:5173', host: 'localhost:3000' } },
    )
    expect(refused).toEqual([
      expect.objectContaining({
        reason: 'origin_forbidden',
        message:
          'A page of http://localhost:5173 sent a request to localhost:3000. If it is your page, add its origin to allowedOrigins, or let the proxy keep the Host header.',
        action: 'List the origin of the front end in allowedOrigins.',
      }),
    ])
    expect(bodyOf(reply)).toEqual({
      type: 'urn:stream-token:error:origin_forbidden',
      title: 'Origin forbidden',
      status: 403,
      detail: 'Requests from this origin are not allowed.',
      reason: 'origin_forbidden',
    })
  })

  it.each<[string, Record<string, string | string[]>, string]>([
    ['a page without an Origin header', { origin: [] }, 'Another site sent a request to api.example.'],
    ['an unknown host', { host: [] }, `A page of ${PAGE} sent a request to an unknown host.`],
    [
      'two hosts',
      { host: ['a.example', 'b.example'] },
      `A page of ${PAGE} sent a request to an unknown host.`,
    ],
    ['a long origin', { origin: `https://${'a'.repeat(500)}` }, `A page of https://${'a'.repeat(192)} sent`],
    ['a long host', { host: 'h'.repeat(500) }, `to ${'h'.repeat(200)}. If`],
  ])('C8: names what there is for %s', async (_what, headers, words) => {
    const { refused } = await send({}, { headers })
    expect(refused).toEqual([expect.objectContaining({ message: expect.stringContaining(words) })])
  })

  it('C8: uses the host as the framework trusts it, in the rule and in the message', async () => {
    const rewritten = { headers: { host: 'internal:3000', 'sec-fetch-site': [] }, host: 'app.example' }
    expect((await send({}, rewritten)).reply).toHaveProperty('status', 200)
    const { refused } = await send({}, { ...rewritten, host: 'other.example' })
    expect(refused).toEqual([
      expect.objectContaining({ message: expect.stringContaining('to other.example.') }),
    ])
  })

  it('C8: refuses two Host headers, whatever the framework trusts', async () => {
    const { reply } = await send(
      {},
      { headers: { host: ['app.example', 'app.example'], 'sec-fetch-site': [] }, host: 'app.example' },
    )
    expect(reply).toHaveProperty('status', 403)
  })
})

describe('allowedOrigins as a function', () => {
  it.each<[string, (origin: string) => boolean | Promise<boolean>]>([
    ['synchronous', origin => origin === PAGE],
    ['asynchronous', async origin => origin === PAGE],
  ])('C9: is awaited and allows by true, whether %s or not', async (_how, allowedOrigins) => {
    const { reply } = await send({ allowedOrigins })
    expect([reply?.status, reply?.headers[CORS], reply?.headers.vary]).toEqual([200, PAGE, 'Origin'])
    const allowed = await send({ allowedOrigins }, preflight)
    expect([allowed.reply?.status, allowed.reply?.headers[CORS]]).toEqual([204, PAGE])
    const other = await send({ allowedOrigins }, { headers: { origin: 'https://evil.example' } })
    expect([other.reply?.status, other.reply?.headers[CORS], other.reply?.headers.vary]).toEqual([
      403,
      undefined,
      'Origin',
    ])
  })

  it('C9: is called once for a request', async () => {
    const allowedOrigins = vi.fn(async (_origin: string) => true)
    await send({ allowedOrigins })
    await send({ allowedOrigins }, preflight)
    expect(allowedOrigins.mock.calls).toEqual([[PAGE], [PAGE]])
  })

  const failing: [string, () => boolean | Promise<boolean>][] = [
    [
      'throws',
      () => {
        throw new Error('canary')
      },
    ],
    ['rejects', () => Promise.reject(new Error('canary'))],
    ['is late', () => new Promise(() => {})],
  ]
  it.each(failing)(
    'C9: that %s leads to 500, and to a preflight without CORS headers',
    async (what, allowedOrigins) => {
      const options = { allowedOrigins, verifyUserTimeout: 0.005 }
      const { reply, refused } = await send(options)
      expect([reply?.status, bodyOf(reply).reason, reply?.headers[CORS]]).toEqual([
        500,
        'internal_error',
        undefined,
      ])
      expect(refused).toEqual([
        expect.objectContaining({ message: 'allowedOrigins threw, or took longer than verifyUserTimeout.' }),
      ])
      const cause = what === 'is late' ? { reason: 'verify_user_timeout' } : { message: 'canary' }
      expect(refused[0]).toHaveProperty('cause', expect.objectContaining(cause))
      const { reply: preflighted } = await send(options, preflight)
      expect(preflighted).toEqual({
        status: 204,
        headers: { allow: 'POST, OPTIONS', 'cache-control': 'no-store', vary: 'Origin' },
        body: '',
      })
    },
  )

  it('C9: leads to 503 beyond maxPending calls', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const provider = fixedProvider({ allowedOrigins: () => new Promise(() => {}), maxPending: 1 })
    const { handle } = provider.endpoint<string>(() => 'john')
    const request = tokenRequest({ headers: { origin: PAGE } })
    void handle(request)
    expect(await handle(request)).toMatchObject({ status: 503, headers: { 'retry-after': '1' } })
  })

  it.each<[string, unknown]>([
    ['with a callback, as cors has it', (_origin: string, callback: () => void) => callback()],
    ['with a callback, asynchronous', async (_origin: string, callback: () => void) => callback()],
  ])('C9: is refused at creation %s', async (_what, allowedOrigins) => {
    const { reason, message } = await refusal(() =>
      fixedProvider({ allowedOrigins: allowedOrigins as never }),
    )
    expect([reason, message]).toEqual([
      'config_invalid',
      expect.stringMatching(/^allowedOrigins .* \(not a callback\)\.$/),
    ])
  })
})

describe('allowedHeaders', () => {
  it('C10: are listed in the reply to a preflight, behind the headers that are always allowed', async () => {
    const options = { allowedOrigins: [PAGE], allowedHeaders: ['x-csrftoken', 'X-Requested-With'] }
    const { reply } = await send(options, {
      ...preflight,
      headers: { 'access-control-request-headers': 'content-type,x-csrftoken' },
    })
    expect([reply?.status, reply?.headers['access-control-allow-headers']]).toEqual([
      204,
      'Authorization, Content-Type, x-csrftoken, X-Requested-With',
    ])
  })

  it('C10: allow nothing by default but Authorization and Content-Type', async () => {
    const { reply } = await send({ allowedOrigins: [PAGE] }, preflight)
    expect(reply?.headers['access-control-allow-headers']).toBe('Authorization, Content-Type')
  })
})
