import { StreamClient } from '@stream-io/node-sdk'
import { describe, expect, it } from 'vitest'
import { apiKey, apiSecret, emulate } from './fixture/emulate.js'

describe('@stream-io/node-sdk', () => {
  it('reads the app and its users', async () => {
    const { url } = await emulate()
    const client = new StreamClient(apiKey, apiSecret, { basePath: url })
    const { app } = await client.getApp()
    expect(app).toMatchObject({ name: 'stream-emulator', disable_auth_checks: false })
    const { users } = await client.queryUsers({ payload: { filter_conditions: {} } })
    expect(users).toEqual([])
    const { channels } = await client.chat.queryChannels()
    expect(channels).toEqual([])
  })

  it('is refused with the secret of another app', async () => {
    const { url } = await emulate()
    const client = new StreamClient(apiKey, 'another-secret-that-is-over-32-bytes-long', { basePath: url })
    await expect(client.getApp()).rejects.toMatchObject({ code: 43, metadata: { responseCode: 401 } })
  })
})
