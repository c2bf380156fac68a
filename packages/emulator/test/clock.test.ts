import { createTokenProvider } from '@stream-token/core'
import { describe, expect, it } from 'vitest'
import { apiKey, apiSecret, emulate, start } from './fixture/emulate.js'

describe('clock', () => {
  it('lets tokens expire when it is advanced', async () => {
    const { emulator, request } = await emulate()
    const token = await emulator.createToken('john', { expiresIn: 60 })
    const code = async () => (await request('/users', { token })).body.code
    emulator.clock.advance(59)
    expect(await code()).toBeUndefined()
    emulator.clock.advance(1)
    expect(await code()).toBe(40)
    emulator.clock.advance(-61)
    expect(await code()).toBe(42)
  })

  it('can be set, and runs on', async () => {
    const { emulator, time } = await emulate()
    emulator.clock.set(new Date('2030-01-01T00:00:00Z'))
    expect(emulator.clock.now()).toBe(1_893_456_000_000)
    time.seconds += 7
    expect(emulator.clock.now()).toBe(1_893_456_007_000)
    emulator.clock.set(1000)
    expect(emulator.clock.now()).toBe(1000)
    emulator.reset()
    expect(emulator.clock.now()).toBe((start + 7) * 1000)
  })

  it('can be the clock of a token provider', async () => {
    const { emulator, request } = await emulate()
    const provider = createTokenProvider({ apiKey, apiSecret, clock: emulator.clock.now, streamApi: false })
    emulator.clock.advance(86_400)
    const token = await provider.createToken('john')
    expect((await request('/users', { token })).status).toBe(200)
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('cannot be moved by %d', async seconds => {
    const { emulator } = await emulate()
    expect(() => emulator.clock.advance(seconds)).toThrow('finite')
    expect(() => emulator.clock.set(new Date(seconds))).toThrow('finite')
    expect(emulator.clock.now()).toBe(start * 1000)
  })
})

describe('createToken', () => {
  it('mints a token that the emulator accepts at once', async () => {
    const { emulator, request } = await emulate()
    const token = await emulator.createToken('john', { expiresAt: start + 9 })
    expect((await request('/users?user_id=john', { token })).status).toBe(200)
    expect((await request('/users?user_id=jane', { token })).body.code).toBe(5)
  })
})
