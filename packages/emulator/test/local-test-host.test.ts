import { createTokenProvider, type TokenProviderEvent } from '@stream-token/core'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { apiKey, apiSecret, emulate, start, userToken } from './fixture/emulate.js'

/** An emulator with the user john, and a provider of its app without `streamApi`, as in production. */
async function withProvider() {
  const emulated = await emulate()
  await emulated.server().upsertUser({ id: 'john' })
  vi.stubEnv('STREAM_LOCAL_TEST_HOST', new URL(emulated.url).host)
  onTestFinished(() => void vi.unstubAllEnvs())
  const events: TokenProviderEvent[] = []
  const clock = (): number => emulated.time.seconds * 1000
  const onEvent = (event: TokenProviderEvent): unknown => events.push(event)
  const provider = createTokenProvider({ apiKey, apiSecret, clock, onEvent })
  return { ...emulated, provider, events }
}

describe('STREAM_LOCAL_TEST_HOST', () => {
  it('C11: makes the emulator the target of revocations, without the option streamApi', async () => {
    const { provider, request } = await withProvider()
    const before = new Date((start - 60) * 1000).toISOString()
    const token = userToken('john', { iat: start - 61 })
    expect((await request('/users', { token })).status).toBe(200)
    expect(await provider.revokeUserToken('john', before)).toEqual({
      before,
      users: [{ userId: 'john', stored: true, propagated: true }],
    })
    expect((await request('/users', { token })).body).toMatchObject({ code: 40 })
  })

  it('C11: is reported if streamApi names another host', async () => {
    const { provider, events } = await withProvider()
    const onEvent = (event: TokenProviderEvent): unknown => events.push(event)
    await provider.ready()
    expect(events).toEqual([])
    createTokenProvider({ apiKey, apiSecret, onEvent, streamApi: { baseUrl: 'http://127.0.0.1:1' } })
    expect(events).toMatchObject([
      { type: 'misconfigured', message: expect.stringMatching(/^STREAM_LOCAL_TEST_HOST is set/) },
    ])
  })
})
