import { describe, expect, it, onTestFinished } from 'vitest'
import { memoryRevocationStore } from '../../src/index.js'
import { reasonOf } from '../fixture/caught.js'
import { fixedProvider } from '../fixture/fixed-provider.js'
import { type StreamResult, startStream } from '../fixture/stream-server.js'

async function setUp(answer?: Parameters<typeof startStream>[0]) {
  const stream = await startStream(answer)
  onTestFinished(stream.close)
  const streamApi = { baseUrl: stream.url, retries: 0 }
  return { stream, provider: fixedProvider({ revocations: memoryRevocationStore(), streamApi }) }
}

describe('the activation of a user at Stream', () => {
  it.each([
    ['deactivate', true, '/users/a%40b/deactivate'],
    ['reactivate', true, '/users/a%40b/reactivate'],
    ['deactivate', false, undefined],
    ['reactivate', false, undefined],
  ])('blocking with %s: %s asks for %s', async (name, given, path) => {
    const { stream, provider } = await setUp()
    if (name === 'deactivate') await provider.blockUser('a@b', { deactivate: given })
    else await provider.unblockUser('a@b', { reactivate: given })
    expect(stream.calls.map(({ method, path }) => [method, path])).toEqual(path ? [['POST', path]] : [])
  })

  it.each<[string, StreamResult, boolean]>([
    ['is so already', { status: 400, code: 4, message: 'user is already deactivated' }, true],
    ['is not known there', { status: 404, code: 16, message: 'user not found' }, true],
    ['is refused', { status: 400, code: 4, message: 'bad input' }, false],
    ['meets an active user', { status: 400, code: 4, message: 'user is not deactivated' }, false],
    ['cannot be reached', 'reset', false],
  ])('where the deactivation %s (%j), tells that it is passed on: %s', async (_name, answer, passed) => {
    const { provider } = await setUp(() => answer)
    const blocking = provider.blockUser('john', { deactivate: true })
    if (passed) expect(await blocking).toMatchObject({ stored: true, propagated: true })
    else await expect(blocking).rejects.toMatchObject({ result: { stored: true, propagated: false } })
    expect(await reasonOf(provider.createToken('john'))).toBe('user_blocked')
  })

  it('counts as passed on where the user to be reactivated is not deactivated', async () => {
    const { provider } = await setUp(() => ({
      status: 400,
      code: 4,
      message: 'user john is not deactivated',
    }))
    expect(await provider.unblockUser('john', { reactivate: true })).toMatchObject({ propagated: true })
  })

  it('waits its turn, so that the last word is the last that Stream hears', async () => {
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
