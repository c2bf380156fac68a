import { describe, expect, it, onTestFinished } from 'vitest'
import { memoryRevocationStore } from '../../src/index.js'
import { reasonOf } from '../fixture/caught.js'
import { fixedProvider } from '../fixture/fixed-provider.js'
import { type StreamResult, startStream } from '../fixture/stream-server.js'

async function setUp(respond?: Parameters<typeof startStream>[0]) {
  const stream = await startStream(respond)
  onTestFinished(stream.close)
  const streamApi = { baseUrl: stream.url, retries: 0 }
  return { stream, provider: fixedProvider({ revocations: memoryRevocationStore(), streamApi }) }
}

describe('deactivating and reactivating a user at Stream', () => {
  it.each([
    ['deactivate', true, '/users/a%40b/deactivate'],
    ['reactivate', true, '/users/a%40b/reactivate'],
    ['deactivate', false, undefined],
    ['reactivate', false, undefined],
  ])('with %s: %s, requests the path %s', async (name, value, path) => {
    const { stream, provider } = await setUp()
    if (name === 'deactivate') await provider.blockUser('a@b', { deactivate: value })
    else await provider.unblockUser('a@b', { reactivate: value })
    expect(stream.calls.map(({ method, path }) => [method, path])).toEqual(path ? [['POST', path]] : [])
  })

  it.each<[string, StreamResult, boolean]>([
    ['has deactivated the user', { status: 400, code: 4, message: 'user is already deactivated' }, true],
    ['does not know the user', { status: 404, code: 16, message: 'user not found' }, true],
    ['refuses the request', { status: 400, code: 4, message: 'bad input' }, false],
    ['reports an active user', { status: 400, code: 4, message: 'user is not deactivated' }, false],
    ['cannot be reached', 'reset', false],
  ])('when Stream %s (%j), reports propagated: %s', async (_name, response, propagated) => {
    const { provider } = await setUp(() => response)
    const blocking = provider.blockUser('john', { deactivate: true })
    if (propagated) expect(await blocking).toMatchObject({ stored: true, propagated: true })
    else await expect(blocking).rejects.toMatchObject({ result: { stored: true, propagated: false } })
    expect(await reasonOf(provider.createToken('john'))).toBe('user_blocked')
  })

  it('counts as propagated if the user to reactivate is not deactivated', async () => {
    const { provider } = await setUp(() => ({
      status: 400,
      code: 4,
      message: 'user john is not deactivated',
    }))
    expect(await provider.unblockUser('john', { reactivate: true })).toMatchObject({ propagated: true })
  })

  it('sends the calls in the order of the commands', async () => {
    const { stream, provider } = await setUp()
    await Promise.all([
      provider.blockUser('john', { deactivate: true }),
      provider.unblockUser('john', { reactivate: true }),
      provider.blockUser('john', { deactivate: true }),
    ])
    expect(stream.calls.map(({ path }) => path.split('/').at(-1))).toEqual([
      'deactivate',
      'reactivate',
      'deactivate',
    ])
  })
})
