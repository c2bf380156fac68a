import { afterEach, describe, expect, it } from 'vitest'
import { memoryRevocationStore, type TokenProviderEvent } from '../../src/index.js'
import type { TokenProvider } from '../../src/provider/token-provider.js'
import type { TokenProviderOptions } from '../../src/settings/options.js'
import { reasonOf } from '../fixture/caught.js'
import { rest } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { deferred } from '../fixture/store-doubles.js'
import { type StreamResult, type StreamServer, startStream } from '../fixture/stream-server.js'
import { tokenRequest } from '../fixture/token-request.js'

const servers: StreamServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

/** A provider whose promises for `waitUntil` are listed, and a Stream that responds when the test says so. */
async function setUp(options: TokenProviderOptions = {}) {
  const response = deferred<StreamResult>()
  const stream = await startStream(() => response.promise)
  servers.push(stream)
  const promises: Promise<unknown>[] = []
  const settled: unknown[] = []
  const events: TokenProviderEvent[] = []
  const provider = fixedProvider({
    revocations: memoryRevocationStore(),
    streamApi: { baseUrl: stream.url, retries: 0 },
    waitUntil(promise) {
      promises.push(promise)
      promise.then(
        () => settled.push('resolved'),
        () => settled.push('rejected'),
      )
    },
    onEvent: event => events.push(event),
    ...options,
  })
  return { provider, stream, response, promises, settled, events }
}

const past = new Date((NOW - 60) * 1000)
const down: TokenProviderOptions = {
  revocations: { read: () => ({}), write: () => Promise.reject(new Error('down')) },
}

describe('waitUntil', () => {
  it.each<[string, (provider: TokenProvider) => Promise<unknown>]>([
    ['revokeUserToken', provider => provider.revokeUserToken('john', past, { wait: false })],
    ['revokeUsersToken', provider => provider.revokeUsersToken(['john', 'jane'], past, { wait: false })],
    ['revokeTokens', provider => provider.revokeTokens(past, { wait: false })],
    ['revokeUserToken that waits', provider => provider.revokeUserToken('john', past)],
    ['blockUser with deactivate', provider => provider.blockUser('john', { deactivate: true })],
    ['unblockUser with reactivate', provider => provider.unblockUser('john', { reactivate: true })],
  ])('receives one promise for %s, which resolves when Stream has responded', async (_name, call) => {
    const { provider, stream, response, promises, settled } = await setUp()
    const calling = call(provider)
    await stream.received(1)
    await rest()
    expect([promises.length, settled]).toEqual([1, []])
    response.resolve(undefined)
    await Promise.all([calling, ...promises])
    expect(settled).toEqual(['resolved'])
    await provider.close()
  })

  it('receives one for a log-out', async () => {
    let now = NOW
    const { provider, stream, response, promises, settled } = await setUp({ clock: () => now * 1000 })
    const { logOut } = provider.endpoint<string>(() => 'john')
    expect(await logOut(tokenRequest(), () => {})).toBeUndefined()
    await stream.received(1)
    expect([promises.length, settled]).toEqual([1, []])
    // Stream gets the cutoff itself, in a second call, once it has passed.
    now += 2
    response.resolve(undefined)
    await Promise.all(promises)
    expect([settled, stream.calls.length]).toEqual([['resolved'], 2])
    await provider.close()
  })

  it('receives one that resolves also if Stream refuses', async () => {
    const { provider, response, promises, settled } = await setUp()
    response.resolve({ status: 403, code: 17 })
    expect(await reasonOf(provider.revokeUserToken('john', past))).toBe('stream_api_failed')
    await Promise.all(promises)
    expect(settled).toEqual(['resolved'])
    await provider.close()
  })

  it.each<[string, TokenProviderOptions, (provider: TokenProvider) => Promise<unknown>]>([
    ['streamApi: false', { streamApi: false }, provider => provider.revokeUserToken('john')],
    ['a block alone', {}, provider => provider.blockUser('john')],
    ['what is not stored', down, provider => provider.revokeUserToken('john').catch(() => {})],
    ['a wrong date', {}, provider => provider.revokeUserToken('john', 'today').catch(() => {})],
  ])('receives none for %s', async (_what, options, call) => {
    const { provider, stream, promises } = await setUp(options)
    await call(provider)
    expect([promises, stream.calls]).toEqual([[], []])
  })

  it('fails no command by throwing, and an event says so', async () => {
    const { provider, response, events } = await setUp({
      waitUntil() {
        throw new Error('canary: outside of a request')
      },
    })
    response.resolve(undefined)
    expect(await provider.revokeUserToken('john', past)).toMatchObject({ users: [{ propagated: true }] })
    expect(events.filter(({ type }) => type === 'misconfigured')).toEqual([
      { at: NOW, type: 'misconfigured', message: expect.stringContaining('waitUntil') },
    ])
    expect(JSON.stringify(events)).not.toContain('canary')
    await provider.close()
  })
})
