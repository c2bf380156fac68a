import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createBoundedCall } from '../../src/endpoint/bounded-call.js'
import { createIdentify, type VerifyUser } from '../../src/endpoint/verify-user.js'
import { createSlots } from '../../src/settings/slots.js'
import { caught, reasonOf } from '../fixture/caught.js'
import { tokenRequest } from '../fixture/token-request.js'

const BOUNDS = { seconds: 5, most: 2 }

function ask(verifyUser: VerifyUser<string>, bounds = BOUNDS) {
  const slots = createSlots()
  return createIdentify(
    verifyUser,
    createBoundedCall(() => slots, bounds),
  )
}

const never = (): Promise<null> => new Promise(() => {})
const throwing = (thrown: unknown) => () => {
  throw thrown
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('verifyUserTimeout', () => {
  it('gives up at the timeout, and aborts the signal', async () => {
    let signal: AbortSignal | undefined
    const asked = caught(
      ask((_raw, context) => {
        signal = context.signal
        return never()
      })(tokenRequest(), {}),
    )
    await vi.advanceTimersByTimeAsync(4999)
    expect(signal?.aborted).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await asked).toHaveProperty('reason', 'verify_user_timeout')
    expect(signal?.aborted).toBe(true)
  })

  it('leaves no timer behind when the answer comes in time', async () => {
    await ask(async () => 'john')(tokenRequest(), {})
    await reasonOf(ask(async () => Promise.reject(new Error('x')))(tokenRequest(), {}))
    expect(vi.getTimerCount()).toBe(0)
  })

  it('drops an answer, or a failure, that comes after the timeout', async () => {
    const waiting: { resolve: (answer: null) => void; reject: (error: Error) => void }[] = []
    const late = ask(() => new Promise((resolve, reject) => waiting.push({ resolve, reject })))
    const asked = caught(late(tokenRequest(), {}))
    await vi.advanceTimersByTimeAsync(5000)
    expect(await asked).toHaveProperty('reason', 'verify_user_timeout')
    waiting[0]?.reject(new Error('late'))
    waiting[0]?.resolve(null)
    await vi.advanceTimersByTimeAsync(0)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('maxPending', () => {
  it('bounds the calls under way, and frees a slot when one settles', async () => {
    const waiting: ((answer: null) => void)[] = []
    const bounded = ask(() => new Promise(resolve => waiting.push(resolve)))
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

  it('does not count answers that come at once', async () => {
    const one = ask(() => 'john', { ...BOUNDS, most: 1 })
    await Promise.all(Array.from({ length: 50 }, () => one(tokenRequest(), {})))
  })

  it.each([
    ['a rejection', () => Promise.reject(new Error('x'))],
    // biome-ignore lint/suspicious/noThenProperty: a thenable may be broken
    ['a thenable that throws', () => ({ then: throwing(new Error('x')) }) as never],
  ])('frees the slot at once after %s', async (_name, verifyUser) => {
    const one = ask(verifyUser, { ...BOUNDS, most: 1 })
    expect(await reasonOf(one(tokenRequest(), {}))).toBe('verify_user_failed')
    expect(await reasonOf(one(tokenRequest(), {}))).toBe('verify_user_failed')
  })

  it('frees the slot of a call that hangs at twice the timeout', async () => {
    const one = ask(never, { ...BOUNDS, most: 1 })
    const asked = caught(one(tokenRequest(), {}))
    await vi.advanceTimersByTimeAsync(5000)
    await asked
    expect(await reasonOf(one(tokenRequest(), {}))).toBe('overloaded')
    await vi.advanceTimersByTimeAsync(4999)
    expect(await reasonOf(one(tokenRequest(), {}))).toBe('overloaded')
    await vi.advanceTimersByTimeAsync(1)
    const again = caught(one(tokenRequest(), {}))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await again).toHaveProperty('reason', 'verify_user_timeout')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('frees the slot of a call that settles after the timeout, once', async () => {
    const waiting: ((answer: null) => void)[] = []
    const one = ask(() => new Promise(resolve => waiting.push(resolve)), { ...BOUNDS, most: 1 })
    const asked = caught(one(tokenRequest(), {}))
    await vi.advanceTimersByTimeAsync(6000)
    await asked
    waiting[0]?.(null)
    await vi.advanceTimersByTimeAsync(0)
    const second = one(tokenRequest(), {})
    // The end of the first call's second term must not free the second call's slot.
    await vi.advanceTimersByTimeAsync(4000)
    expect(await reasonOf(one(tokenRequest(), {}))).toBe('overloaded')
    waiting[1]?.(null)
    await second
  })
})

describe('slots', () => {
  it('are freed once by a call that settles after twice the timeout', async () => {
    const waiting: ((answer: null) => void)[] = []
    const one = ask(() => new Promise(resolve => waiting.push(resolve)), { ...BOUNDS, most: 1 })
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

  it('are shared by calls that share them', async () => {
    const slots = createSlots()
    const [first, second] = [0, 1].map(() => createBoundedCall(() => slots, { seconds: 5, most: 1 }))
    const waiting = first?.(() => new Promise<string>(resolve => setTimeout(resolve, 1000, 'answer')), {})
    expect(await reasonOf(async () => second?.(() => 'answer', {}))).toBe('overloaded')
    await vi.advanceTimersByTimeAsync(1000)
    expect([await waiting, slots.taken.size]).toEqual(['answer', 0])
  })
})

describe('signal', () => {
  it('is aborted when the client goes', async () => {
    const client = new AbortController()
    let signal: AbortSignal | undefined
    const asked = ask(async (_raw, context) => {
      signal = context.signal
      client.abort()
      return null
    })(tokenRequest({ signal: client.signal }), {})
    await asked
    expect(signal?.aborted).toBe(true)
  })

  it('is aborted from the start where the client has gone already', async () => {
    const seen = await ask((_raw, { signal }) => (signal.aborted ? 'gone' : 'here'))(
      tokenRequest({ signal: AbortSignal.abort() }),
      {},
    )
    expect(seen).toEqual({ id: 'gone' })
  })

  it('is aborted also where it is first looked at after the timeout', async () => {
    let look: () => boolean = () => false
    const asked = caught(
      ask((_raw, context) => {
        look = () => context.signal.aborted
        return never()
      })(tokenRequest(), {}),
    )
    await vi.advanceTimersByTimeAsync(5000)
    await asked
    expect(look()).toBe(true)
  })

  it('lets go of the client once the answer is there', async () => {
    const client = new AbortController()
    let signal: AbortSignal | undefined
    await ask((_raw, context) => {
      signal = context.signal
      return null
    })(tokenRequest({ signal: client.signal }), {})
    client.abort()
    expect(signal?.aborted).toBe(false)
  })
})
