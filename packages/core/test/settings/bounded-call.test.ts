import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createIdentify, type VerifyUser } from '../../src/endpoint/verify-user.js'
import { createBoundedCall } from '../../src/settings/bounded-call.js'
import { createSlots } from '../../src/settings/slots.js'
import { caught, reasonOf } from '../fixture/caught.js'
import { tokenRequest } from '../fixture/token-request.js'

const BOUNDS = { seconds: 5, most: 2 }

function identify(verifyUser: VerifyUser<string>, bounds = BOUNDS) {
  const slots = createSlots()
  return createIdentify(
    verifyUser,
    createBoundedCall(() => slots, bounds),
    () => 0,
  )
}

const never = (): Promise<null> => new Promise(() => {})
const throwing = (thrown: unknown) => () => {
  throw thrown
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('verifyUserTimeout', () => {
  it('rejects at the timeout and aborts the signal', async () => {
    let signal: AbortSignal | undefined
    const outcome = caught(
      identify((_raw, context) => {
        signal = context.signal
        return never()
      })(tokenRequest(), {}),
    )
    await vi.advanceTimersByTimeAsync(4999)
    expect(signal?.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await outcome).toHaveProperty('reason', 'verify_user_timeout')
    expect(signal?.aborted).toBe(true)
  })

  it('leaves no timer behind if the call settles in time', async () => {
    await identify(async () => 'john')(tokenRequest(), {})
    await reasonOf(identify(async () => Promise.reject(new Error('x')))(tokenRequest(), {}))
    expect(vi.getTimerCount()).toBe(0)
  })

  it('ignores a result or an error that comes after the timeout', async () => {
    const waiting: { resolve: (result: null) => void; reject: (error: Error) => void }[] = []
    const late = identify(() => new Promise((resolve, reject) => waiting.push({ resolve, reject })))
    const outcome = caught(late(tokenRequest(), {}))
    await vi.advanceTimersByTimeAsync(5000)
    expect(await outcome).toHaveProperty('reason', 'verify_user_timeout')
    waiting[0]?.reject(new Error('late'))
    waiting[0]?.resolve(null)
    await vi.advanceTimersByTimeAsync(0)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('maxPending', () => {
  it('limits the pending calls and frees a slot when one settles', async () => {
    const waiting: ((result: null) => void)[] = []
    const bounded = identify(() => new Promise(resolve => waiting.push(resolve)))
    const first = bounded(tokenRequest(), {})
    const second = bounded(tokenRequest(), {})
    expect(await reasonOf(bounded(tokenRequest(), {}))).toBe('overloaded')
    waiting[0]?.(null)
    await first
    const third = bounded(tokenRequest(), {})
    expect(await reasonOf(bounded(tokenRequest(), {}))).toBe('overloaded')
    for (const resolve of waiting) resolve(null)
    expect(await Promise.all([second, third])).toEqual([undefined, undefined])
  })

  it('does not count calls that return synchronously', async () => {
    const one = identify(() => 'john', { ...BOUNDS, most: 1 })
    await Promise.all(Array.from({ length: 50 }, () => one(tokenRequest(), {})))
  })

  it.each([
    ['a rejection', () => Promise.reject(new Error('x'))],
    // biome-ignore lint/suspicious/noThenProperty: a thenable may be broken
    ['a thenable that throws', () => ({ then: throwing(new Error('x')) }) as never],
  ])('frees the slot immediately after %s', async (_name, verifyUser) => {
    const one = identify(verifyUser, { ...BOUNDS, most: 1 })
    expect(await reasonOf(one(tokenRequest(), {}))).toBe('verify_user_failed')
    expect(await reasonOf(one(tokenRequest(), {}))).toBe('verify_user_failed')
  })

  it('frees the slot of a hanging call at twice the timeout', async () => {
    const one = identify(never, { ...BOUNDS, most: 1 })
    const outcome = caught(one(tokenRequest(), {}))
    await vi.advanceTimersByTimeAsync(5000)
    await outcome
    expect(await reasonOf(one(tokenRequest(), {}))).toBe('overloaded')
    await vi.advanceTimersByTimeAsync(4999)
    expect(await reasonOf(one(tokenRequest(), {}))).toBe('overloaded')
    await vi.advanceTimersByTimeAsync(1)
    const again = caught(one(tokenRequest(), {}))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await again).toHaveProperty('reason', 'verify_user_timeout')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('frees the slot of a call that settles after the timeout only once', async () => {
    const waiting: ((result: null) => void)[] = []
    const one = identify(() => new Promise(resolve => waiting.push(resolve)), { ...BOUNDS, most: 1 })
    const outcome = caught(one(tokenRequest(), {}))
    await vi.advanceTimersByTimeAsync(6000)
    await outcome
    waiting[0]?.(null)
    await vi.advanceTimersByTimeAsync(0)
    const second = one(tokenRequest(), {})
    // At twice the first call's timeout, the second call's slot must stay taken.
    await vi.advanceTimersByTimeAsync(4000)
    expect(await reasonOf(one(tokenRequest(), {}))).toBe('overloaded')
    waiting[1]?.(null)
    await second
  })
})

describe('slots', () => {
  it('are freed only once by a call that settles after twice the timeout', async () => {
    const waiting: ((result: null) => void)[] = []
    const one = identify(() => new Promise(resolve => waiting.push(resolve)), { ...BOUNDS, most: 1 })
    const first = caught(one(tokenRequest(), {}))
    await vi.advanceTimersByTimeAsync(10_000)
    await first
    const second = one(tokenRequest(), {})
    waiting[0]?.(null)
    await vi.advanceTimersByTimeAsync(0)
    expect(await reasonOf(one(tokenRequest(), {}))).toBe('overloaded')
    waiting[1]?.(null)
    expect(await second).toBeUndefined()
  })

  it('are shared by bounded calls that use the same slots', async () => {
    const slots = createSlots()
    const [first, second] = [0, 1].map(() => createBoundedCall(() => slots, { seconds: 5, most: 1 }))
    const waiting = first?.(() => new Promise<string>(resolve => setTimeout(resolve, 1000, 'result')), {})
    expect(await reasonOf(async () => second?.(() => 'result', {}))).toBe('overloaded')
    await vi.advanceTimersByTimeAsync(1000)
    expect([await waiting, slots.taken.size]).toEqual(['result', 0])
  })
})

describe('signal', () => {
  it('is aborted when the client disconnects', async () => {
    const client = new AbortController()
    let signal: AbortSignal | undefined
    const identity = identify(async (_raw, context) => {
      signal = context.signal
      client.abort()
      return null
    })(tokenRequest({ signal: client.signal }), {})
    await identity
    expect(signal?.aborted).toBe(true)
  })

  it('is aborted from the start if the client has already disconnected', async () => {
    const seen = await identify((_raw, { signal }) => (signal.aborted ? 'gone' : 'here'))(
      tokenRequest({ signal: AbortSignal.abort() }),
      {},
    )
    expect(seen).toEqual({ id: 'gone' })
  })

  it('is aborted even if it is first read after the timeout', async () => {
    let isAborted: () => boolean = () => false
    const outcome = caught(
      identify((_raw, context) => {
        isAborted = () => context.signal.aborted
        return never()
      })(tokenRequest(), {}),
    )
    await vi.advanceTimersByTimeAsync(5000)
    await outcome
    expect(isAborted()).toBe(true)
  })

  it('ignores the client once verifyUser has returned', async () => {
    const client = new AbortController()
    let signal: AbortSignal | undefined
    await identify((_raw, context) => {
      signal = context.signal
      return null
    })(tokenRequest({ signal: client.signal }), {})
    client.abort()
    expect(signal?.aborted).toBe(false)
  })
})
