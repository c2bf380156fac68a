import { describe, expect, it } from 'vitest'
import { createEventLog } from '../src/controls/event-log.js'
import { emulate, serverToken, start, userToken } from './fixture/emulate.js'

const john = { token: userToken('john') }

describe('events', () => {
  it('has every request, with its user, and no token', async () => {
    const { emulator, request } = await emulate()
    await request('/users', john)
    await request('/users', { token: serverToken })
    await request('/users', { token: 'x' })
    emulator.fail('/users', 500)
    await request('/users', john)
    const common = { type: 'request', at: start * 1000, method: 'GET', path: '/users' }
    expect(emulator.events.all()).toEqual([
      { ...common, status: 200, userId: 'john' },
      { ...common, status: 200 },
      { ...common, status: 401, code: 5 },
      { ...common, status: 500, injected: true },
    ])
    expect(emulator.events.all({ status: 200, userId: 'john' })).toHaveLength(1)
    expect(emulator.events.all(event => event.type === 'connected')).toEqual([])
  })

  it('has connections and how they ended', async () => {
    const { chat, emulator } = await emulate()
    const client = chat()
    await client.connectUser({ id: 'john' }, userToken('john'))
    const left = emulator.events.next({ type: 'disconnected' })
    await client.disconnectUser()
    const { connectionId, ...event } = await left
    expect(event).toEqual({
      ...{ type: 'disconnected', at: start * 1000, product: 'chat', userId: 'john', closeCode: 1000 },
    })
    expect(emulator.events.all({ type: 'connected', connectionId })).toHaveLength(1)
  })

  it('next waits for what comes, and first also finds what has been', async () => {
    const { emulator, request } = await emulate()
    await request('/users', john)
    const next = emulator.events.next({ path: '/users' })
    expect(await emulator.events.first({ path: '/users' })).toMatchObject({ status: 200 })
    await request('/users', { token: 'x' })
    expect(await next).toMatchObject({ status: 401 })
    const first = emulator.events.first({ path: '/guest' })
    await request('/guest', { method: 'POST' })
    expect(await first).toMatchObject({ code: 5 })
  })

  it('says after the timeout what happened instead', async () => {
    const { emulator, request } = await emulate()
    await expect(emulator.events.next(undefined, { timeout: 0.01 })).rejects.toThrow(
      'There was no event at all.',
    )
    await request('/users', john)
    const waiting = emulator.events.next({ type: 'connected', userId: 'jane' }, { timeout: 0.01 })
    await expect(waiting).rejects.toThrow(
      /^No event \{"type":"connected","userId":"jane"\} within 0.01 s. The last events were:\n.*"\/users"/,
    )
    await expect(emulator.events.next(() => false, { timeout: 0.01 })).rejects.toThrow('matches the function')
  })

  it('rejects those who wait when the emulator is closed', async () => {
    const { emulator } = await emulate()
    const waiting = emulator.events.next()
    await emulator.close()
    await expect(waiting).rejects.toThrow('The emulator was closed.')
  })

  it('leaves no timer behind, which would keep the process alive', async () => {
    const timers = () => process.getActiveResourcesInfo().filter(kind => kind === 'Timeout').length
    const log = createEventLog()
    const before = timers()
    const waiting = log.next()
    expect(timers()).toBe(before + 1)
    log.add({ type: 'request', at: 0, method: 'GET', path: '/', status: 200 })
    expect(timers()).toBe(before)
    await waiting
  })

  it('keeps the last 10,000 events', () => {
    const log = createEventLog()
    for (let at = 0; at < 10_001; at++)
      log.add({ type: 'request', at, method: 'GET', path: '/', status: 200 })
    expect([log.all().length, log.all()[0]?.at, log.all().at(-1)?.at]).toEqual([9001, 1000, 10_000])
  })
})
