import { describe, expect, it } from 'vitest'
import { createEmit, type TokenProviderEvent } from '../../src/events/events.js'
import { NOW } from '../fixture/fixed-provider.js'

const FACTS = { type: 'lifetime_shortened', userId: 'john', expiresIn: 60 } as const

describe('createEmit', () => {
  it('calls the listener synchronously, with the time', () => {
    const events: TokenProviderEvent[] = []
    createEmit(
      event => events.push(event),
      () => NOW,
    )(FACTS)
    expect(events).toEqual([{ ...FACTS, at: NOW }])
  })

  it('keeps the cause out of enumerable properties', () => {
    const events: TokenProviderEvent[] = []
    createEmit(
      event => events.push(event),
      () => NOW,
    )({ type: 'refused', reason: 'verify_user_failed', message: 'm' }, 'canary')
    expect(events[0]).toHaveProperty('cause', 'canary')
    expect({ ...events[0] }).not.toHaveProperty('cause')
  })

  it('ignores errors that the listener throws or rejects with', async () => {
    const rejections: unknown[] = []
    const listen = (reason: unknown): void => void rejections.push(reason)
    process.on('unhandledRejection', listen)
    const throwing = (): never => {
      throw new Error('x')
    }
    expect(() => createEmit(throwing, () => NOW)(FACTS)).not.toThrow()
    expect(() =>
      createEmit(
        () => Promise.reject(new Error('x')),
        () => NOW,
      )(FACTS),
    ).not.toThrow()
    await new Promise(setImmediate)
    process.off('unhandledRejection', listen)
    expect(rejections).toEqual([])
  })
})
