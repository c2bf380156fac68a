import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { reasonOf } from '../fixture/caught.js'
import { fakeStream } from '../fixture/fake-stream.js'
import { advance, fakeTime, rest } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'
import { deferred, replaceableStore } from '../fixture/store-doubles.js'

function setUp(fateOf?: Parameters<typeof fakeStream>[0], retries = 1) {
  const log: string[] = []
  const stream = fakeStream(fateOf)
  const revocations = Object.assign(replaceableStore(), { close: async () => void log.push('store closed') })
  const provider = fixedProvider({
    revocations,
    streamApi: { ...stream.streamApi, retries },
    clock: () => Date.now(),
    onEvent: ({ type }) => log.push(type),
  })
  /** How long closing takes, in seconds. */
  const close = async (): Promise<number> => {
    const start = performance.now()
    await provider.close()
    return (performance.now() - start) / 1000
  }
  return { stream, log, revocations, provider, close }
}

const LONG_AGO = '2020-01-01T00:00:00Z'
const NEVER = { answers: Number.POSITIVE_INFINITY }

beforeEach(() => fakeTime(NOW))
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('close', () => {
  it('waits for a revocation that is being stored, and for its propagation to Stream', async () => {
    const { stream, log, revocations, provider } = setUp()
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
    const { log, provider } = setUp(() => ({ status: 400, answers: 2 }))
    await provider.revokeUserToken('john', LONG_AGO, { wait: false })
    await rest()
    const closing = provider.close()
    await advance(1.9)
    expect(log).toEqual(['revoked'])
    await advance(0.1)
    await closing
    // The command did not wait, so the refusal is reported, and that it is given up.
    expect(log).toEqual(['revoked', 'not_propagated', 'store closed'])
  })

  it('waits until Stream has a cutoff of now to the whole second', async () => {
    const { stream, provider, close } = setUp()
    await provider.revokeUserToken('john')
    const closing = close()
    await advance(1.1)
    expect(await closing).toBeCloseTo(1, 1)
    expect(stream.dates.get('john')).toBe('2027-01-15T08:00:01.000Z')
  })

  it('does not wait longer than writeTimeout for a store that hangs', async () => {
    const { log, revocations, provider, close } = setUp()
    revocations.write = () => new Promise(() => {})
    const revoking = reasonOf(provider.revokeUserToken('john'))
    const closing = close()
    await advance(4.999)
    expect(log).toEqual([])
    await advance(0.001)
    expect([await revoking, log]).toEqual(['revocation_not_stored', ['not_stored', 'store closed']])
    expect(await closing).toBe(5)
  })

  it.each([0, 3, 10])(
    'does not wait longer than streamApi.timeout for a Stream that hangs (%d retries)',
    async retries => {
      // Equal pauses, so that both users are in one call when it is repeated.
      vi.spyOn(Math, 'random').mockReturnValue(0.5)
      const { stream, log, provider, close } = setUp(() => NEVER, retries)
      const revoking = reasonOf(provider.revokeUserToken('john', LONG_AGO))
      const waiting = reasonOf(provider.revokeUserToken('jane', LONG_AGO))
      await advance(1)
      const closing = close()
      await advance(5)
      expect(await closing).toBe(retries === 0 ? 4 : 5)
      // The call under way ends at its own limit.
      await advance(5)
      expect([await revoking, await waiting]).toEqual(['stream_api_failed', 'stream_api_failed'])
      expect(log.filter(type => type === 'store closed')).toHaveLength(1)
      await advance(3600)
      expect([stream.calls.length, log.length]).toEqual([retries === 0 ? 2 : 3, 5])
    },
  )

  it('ends within writeTimeout and streamApi.timeout together if both hang', async () => {
    const { log, revocations, provider, close } = setUp(() => NEVER)
    const first = reasonOf(provider.revokeUserToken('john', LONG_AGO))
    await rest()
    revocations.write = () => new Promise(() => {})
    const second = reasonOf(provider.revokeUserToken('jane', LONG_AGO))
    const closing = close()
    await advance(10)
    expect(await closing).toBeLessThanOrEqual(10)
    // The call under way ends at its own limit.
    await advance(5)
    expect([await first, await second]).toEqual(['stream_api_failed', 'revocation_not_stored'])
    expect(log).toContain('store closed')
  })

  it('ends at once while Stream is down, after one more call for what is dirty', async () => {
    const { stream, log, provider, close } = setUp(() => ({ status: 503 }), 0)
    expect(await reasonOf(provider.revokeUserToken('john', LONG_AGO))).toBe('stream_api_failed')
    await advance(60)
    const before = stream.calls.length
    log.length = 0
    expect(await close()).toBe(0)
    expect([stream.calls.length - before, log]).toEqual([1, ['not_propagated', 'store closed']])
    await advance(3600)
    expect(stream.calls).toHaveLength(before + 1)
  })

  it('resolves at once if nothing is pending, if no store is given, and again', async () => {
    await fixedProvider().close()
    const { log, close } = setUp()
    expect([await close(), await close(), log]).toEqual([0, 0, ['store closed']])
  })

  it('closes a store that two providers use with the last one', async () => {
    const { log, revocations, provider } = setUp()
    const other = fixedProvider({ revocations, streamApi: false })
    await provider.createToken('john')
    await other.createToken('john')
    await provider.close()
    expect(log).not.toContain('store closed')
    await other.close()
    expect(log).toContain('store closed')
  })
})
