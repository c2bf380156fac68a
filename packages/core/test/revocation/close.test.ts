import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { reasonOf } from '../fixture/caught.js'
import { fakeTime, rest, settled } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { deferred, replaceableStore } from '../fixture/store-doubles.js'
import { type StreamResult, startStream } from '../fixture/stream-server.js'

async function setUp(respond?: Parameters<typeof startStream>[0]) {
  const log: string[] = []
  const stream = await startStream(respond)
  onTestFinished(stream.close)
  const revocations = Object.assign(replaceableStore(), { close: async () => void log.push('store closed') })
  const provider = fixedProvider({
    revocations,
    streamApi: { baseUrl: stream.url, retries: 1 },
    onEvent: ({ type }) => log.push(type),
  })
  return { stream, log, revocations, provider }
}

const LONG_AGO = '2020-01-01T00:00:00Z'

beforeEach(() => fakeTime(NOW))
afterEach(() => void vi.useRealTimers())

describe('close', () => {
  it('waits for a revocation that is being stored, and for its propagation to Stream', async () => {
    const { stream, log, revocations, provider } = await setUp()
    const stored = deferred()
    revocations.write = async changes => {
      await stored.promise
      return revocations.inner.write(changes)
    }
    const revoking = provider.revokeUserToken('john', LONG_AGO)
    const closing = provider.close()
    await rest()
    expect(log).toEqual([])
    stored.resolve()
    await closing
    expect(log).toEqual(['revoked', 'propagated', 'store closed'])
    expect(stream.calls).toHaveLength(1)
    expect(await revoking).toHaveProperty('users.0.propagated', true)
  })

  it('waits for propagation started with wait: false, and for its event', async () => {
    const response = deferred<StreamResult>()
    const { stream, log, provider } = await setUp(() => response.promise)
    await provider.revokeUserToken('john', LONG_AGO, { wait: false })
    await stream.received(1)
    const closing = provider.close()
    await rest()
    expect(log).toEqual(['revoked'])
    response.resolve({ status: 400 })
    await closing
    expect(log).toEqual(['revoked', 'not_propagated', 'store closed'])
  })

  it('does not wait longer than storeTimeout for a store that hangs', async () => {
    const { log, revocations, provider } = await setUp()
    revocations.write = () => new Promise(() => {})
    const revoking = reasonOf(provider.revokeUserToken('john'))
    const closing = provider.close()
    await rest()
    expect(log).toEqual([])
    vi.advanceTimersByTime(250)
    await closing
    expect([await revoking, log]).toEqual(['revocation_not_stored', ['not_stored', 'store closed']])
  })

  it('resolves at once if nothing is pending, and if no store is given', async () => {
    await fixedProvider().close()
    const { log, provider } = await setUp()
    await settled(provider.close())
    expect(log).toEqual(['store closed'])
  })
})
