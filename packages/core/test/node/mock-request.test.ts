import { EventEmitter } from 'node:events'
import { type IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { TokenReply } from '../../src/http/token-reply.js'
import { fromNodeRequest } from '../../src/node/node-request.js'
import { writeReply } from '../../src/node/write-reply.js'
import { fixedProvider } from '../fixture/fixed-provider.js'
import { bodyOf } from '../fixture/token-request.js'

const JSON_TYPE = { 'content-type': 'application/json' }

/** A request as node-mocks-http creates it: an emitter with members, and no stream. */
const mocked = (members: object): object => Object.assign(new EventEmitter(), { method: 'POST' }, members)

/** The reply to a request object and the body that verifyUser has received. */
async function exchange(request: object): Promise<{ reply: TokenReply; body: unknown }> {
  let seen: unknown
  const { respond } = fixedProvider({ bodyTimeout: 5 }).endpoint((_raw, { body }) => {
    seen = body
    return 'john'
  })
  const message = request as IncomingMessage & { body?: unknown }
  const described = fromNodeRequest(message, new ServerResponse(message), {
    path: '/token',
    raw: request as never,
    parsed: () => message.body,
  })
  return { reply: await respond(described), body: seen }
}

afterEach(() => void vi.useRealTimers())

describe('a request that is no stream', () => {
  it.each<[string, object, unknown]>([
    ['a mock with a body', mocked({ headers: JSON_TYPE, body: { room: 1 } }), { room: 1 }],
    ['a mock with a body and without headers', mocked({ body: { room: 1 } }), { room: 1 }],
    ['a mock with an empty body', mocked({ headers: {}, body: {} }), {}],
    ['a mock without a body', mocked({ headers: {} }), {}],
    ['a mock without a body and headers', mocked({}), {}],
    ['a mock with a body as text', mocked({ headers: JSON_TYPE, body: '{"room":1}' }), { room: 1 }],
    [
      'a mock with a body as bytes',
      mocked({ headers: JSON_TYPE, body: Buffer.from('{"room":1}') }),
      { room: 1 },
    ],
    ['an object with a body and no emitter', { method: 'POST', body: { room: 1 } }, { room: 1 }],
    [
      'a mock with the length of its body',
      mocked({ headers: { ...JSON_TYPE, 'content-length': '10' }, body: { room: 1 } }),
      { room: 1 },
    ],
  ])('C3: is responded to from its body, without a timer: %s', async (_what, request, body) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const found = await exchange(request)
    expect([found.reply.status, found.body, vi.getTimerCount()]).toEqual([200, body, 0])
  })

  it('C3: is held to the rules of a body', async () => {
    const statusOf = async (members: object) => (await exchange(mocked(members))).reply
    expect(await statusOf({ headers: JSON_TYPE, body: '[]' })).toHaveProperty('status', 400)
    expect(await statusOf({ body: '{}' })).toHaveProperty('status', 415)
    expect(await statusOf({ headers: { 'content-length': '5000' }, body: { a: 1 } })).toHaveProperty(
      'status',
      413,
    )
  })

  it('C3: leads to 500 and no timer if it has the length of a body and no body', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { reply } = await exchange(mocked({ headers: { ...JSON_TYPE, 'content-length': '10' } }))
    expect([reply.status, bodyOf(reply).reason, vi.getTimerCount()]).toEqual([500, 'internal_error', 0])
  })
})

describe('a request that is another stream than that of node:http', () => {
  const streamed = (text: string, members: object = {}): object =>
    Object.assign(Readable.from([Buffer.from(text)]), { method: 'POST', headers: JSON_TYPE }, members)

  it('C3: is read, whatever its body says', async () => {
    const { reply, body } = await exchange(streamed('{"room":1}', { body: { room: 2 } }))
    expect([reply.status, body]).toEqual([200, { room: 1 }])
  })

  it('C3: that never ends is refused after bodyTimeout, and no timer throws', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const endless = Object.assign(new Readable({ read() {} }), { method: 'POST', headers: JSON_TYPE })
    const responding = exchange(endless)
    await vi.advanceTimersByTimeAsync(5000)
    expect((await responding).reply).toHaveProperty('status', 408)
    await vi.advanceTimersByTimeAsync(1000)
    expect([endless.destroyed, vi.getTimerCount()]).toEqual([true, 0])
  })
})

describe('writeReply to a mock', () => {
  it('C3: sets Vary where appendHeader is missing', () => {
    const headers: Record<string, unknown> = {}
    const response = {
      setHeader: (name: string, value: unknown) => void Object.assign(headers, { [name]: value }),
      end: (body?: string) => void Object.assign(headers, { body }),
    }
    writeReply(response as never, { status: 200, headers: { vary: 'Origin', allow: 'POST' }, body: '{}' })
    expect([response, headers]).toEqual([
      expect.objectContaining({ statusCode: 200 }),
      { vary: 'Origin', allow: 'POST', body: '{}' },
    ])
  })
})
