import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { memoryRevocationStore } from '../../src/index.js'
import { reasonOf } from '../fixture/caught.js'
import { type Fate, fakeStream } from '../fixture/fake-stream.js'
import { advance, fakeTime } from '../fixture/fake-time.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'

function setUp(fateOf?: Parameters<typeof fakeStream>[0]) {
  const stream = fakeStream(fateOf)
  const streamApi = { ...stream.streamApi, retries: 0 }
  const provider = fixedProvider({
    revocations: memoryRevocationStore(),
    streamApi,
    clock: () => Date.now(),
  })
  return { stream, provider }
}

beforeEach(() => fakeTime(NOW))
afterEach(() => void vi.useRealTimers())

describe('deactivating and reactivating a user at Stream', () => {
  it.each([
    ['deactivate', true, '/users/a%40b/deactivate'],
    ['reactivate', true, '/users/a%40b/reactivate'],
    ['deactivate', false, undefined],
    ['reactivate', false, undefined],
  ])('with %s: %s, requests the path %s', async (name, value, path) => {
    const { stream, provider } = setUp()
    if (name === 'deactivate') await provider.blockUser('a@b', { deactivate: value })
    else await provider.unblockUser('a@b', { reactivate: value })
    expect(stream.calls.map(call => call.path)).toEqual(path ? [path] : [])
  })

  it.each<[string, Fate, boolean]>([
    ['has deactivated the user', { status: 400, code: 4, message: 'user is already deactivated' }, true],
    [
      'D10: does not know the user',
      { status: 404, code: 16, message: 'the user john does not exist' },
      false,
    ],
    ['refuses the request', { status: 400, code: 4, message: 'bad input' }, false],
    ['reports an active user', { status: 400, code: 4, message: 'user is not deactivated' }, false],
    ['cannot be reached', { reset: true }, false],
  ])('when Stream %s (%j), reports propagated: %s', async (_name, response, propagated) => {
    const { provider } = setUp(() => response)
    const blocking = provider.blockUser('john', { deactivate: true })
    if (propagated) expect(await blocking).toMatchObject({ stored: true, propagated: true })
    else await expect(blocking).rejects.toMatchObject({ result: { stored: true, propagated: false } })
    expect(await reasonOf(provider.createToken('john'))).toBe('user_blocked')
  })

  it('counts as propagated if the user to reactivate is not deactivated', async () => {
    const { provider } = setUp(() => ({
      status: 400,
      code: 4,
      message: 'user john is not deactivated',
    }))
    expect(await provider.unblockUser('john', { reactivate: true })).toMatchObject({ propagated: true })
  })

  it('sends one command after the other, in their order', async () => {
    const { stream, provider } = setUp()
    await provider.blockUser('john', { deactivate: true })
    await provider.unblockUser('john', { reactivate: true })
    await provider.blockUser('john', { deactivate: true })
    expect(stream.calls.map(({ path }) => path.split('/').at(-1))).toEqual([
      'deactivate',
      'reactivate',
      'deactivate',
    ])
  })

  it('is tried in the background for as long as the user is blocked', async () => {
    let up = false
    const { stream, provider } = setUp(() => ({ status: up ? 200 : 503 }))
    expect(await reasonOf(provider.blockUser('john', { deactivate: true }))).toBe('stream_api_failed')
    await advance(600)
    up = true
    await advance(60)
    expect(stream.active.get('john')).toBe(false)
  })

  it('is not sent for a user whom another command has unblocked meanwhile', async () => {
    const { stream, provider } = setUp(() => ({ status: 503 }))
    expect(await reasonOf(provider.blockUser('john', { deactivate: true }))).toBe('stream_api_failed')
    await provider.unblockUser('john')
    const before = stream.calls.length
    await advance(600)
    expect(stream.calls).toHaveLength(before)
  })
})
