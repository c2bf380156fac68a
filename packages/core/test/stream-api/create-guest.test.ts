import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type CreateGuest, createCreateGuest } from '../../src/stream-api/create-guest.js'
import type { StreamResult } from '../../src/stream-api/stream-api.js'
import { refusal } from '../fixture/caught.js'
import { advance, fakeTime, settled } from '../fixture/fake-time.js'
import { NOW } from '../fixture/fixed-provider.js'

const DONE: StreamResult = { kind: 'done' }
const GUEST = { id: 'guest-1', name: 'Ann' }

const unanswered = (pause?: number): StreamResult => ({ kind: 'unanswered', reason: 'the reason', pause })

const refused = (status: number, code?: number): StreamResult => ({
  kind: 'refused',
  status,
  code,
  missing: undefined,
  active: undefined,
})

/** The creation of guests at a Stream that gives these results, the last one again and again; each call takes that long. */
function withResults(results: readonly StreamResult[], retries = 3, takes = 0) {
  const calls: { readonly args: unknown; readonly at: number }[] = []
  const begunAt = performance.now()
  const createGuest: CreateGuest = createCreateGuest(
    async (...args) => {
      const result = results[calls.length] ?? results.at(-1) ?? DONE
      calls.push({ args, at: (performance.now() - begunAt) / 1000 })
      if (takes > 0) await new Promise(resolve => setTimeout(resolve, takes * 1000))
      return result
    },
    { timeout: 5, retries },
  )
  return { calls, createGuest }
}

beforeEach(() => fakeTime(NOW))
afterEach(() => void vi.useRealTimers())

describe('createGuest', () => {
  it.each([
    ['with a name', 'Ann', { id: 'guest-1', role: 'guest', name: 'Ann' }],
    ['without one', undefined, { id: 'guest-1', role: 'guest' }],
  ])('sends one user with the role guest, %s', async (_how, name, user) => {
    const { calls, createGuest } = withResults([DONE])
    await createGuest({ id: 'guest-1', name })
    expect(calls.map(({ args }) => args)).toEqual([['POST', '/users', { users: { 'guest-1': user } }]])
  })

  it('repeats an unanswered call for the same guest, with pauses that grow', async () => {
    const { calls, createGuest } = withResults([unanswered(), unanswered(), unanswered(), DONE])
    await settled(createGuest(GUEST))
    expect(calls.map(({ at }) => at)).toEqual([0, 0.1, 0.3, 0.7].map(at => expect.closeTo(at, 3)))
    expect(new Set(calls.map(({ args }) => JSON.stringify(args))).size).toBe(1)
  })

  it('waits as long as Stream asks for', async () => {
    const { calls, createGuest } = withResults([unanswered(2), DONE])
    await settled(createGuest(GUEST))
    expect(calls[1]?.at).toBeCloseTo(2, 3)
  })

  it.each<[string, readonly StreamResult[], retries: number, takes: number, calls: number]>([
    ['after the retries', [unanswered()], 2, 0, 3],
    ['at once without retries', [unanswered()], 0, 0, 1],
    ['at once if Stream asks for a longer pause than the timeout', [unanswered(6)], 3, 0, 1],
    ['if the first call took the whole timeout', [unanswered()], 3, 5, 1],
  ])('gives up %s', async (_when, results, retries, takes, count) => {
    const { calls, createGuest } = withResults(results, retries, takes)
    const given = refusal(createGuest(GUEST))
    await advance(20)
    expect((await given).message).toBe('The guest was not created: the reason.')
    expect(calls).toHaveLength(count)
  })

  it.each([
    [401, 5, /apiKey and apiSecret belong to the same app/],
    [403, 17, /apiKey and apiSecret belong to the same app/],
    [404, undefined, /streamApi\.baseUrl/],
    [302, undefined, /streamApi\.baseUrl/],
    [400, 4, /Stream's documentation/],
  ])('does not repeat a refusal with %s (code %s), and says what to check', async (status, code, remedy) => {
    const { calls, createGuest } = withResults([refused(status, code)])
    const { reason, message, action } = await refusal(createGuest(GUEST))
    const suffix = code === undefined ? '' : ` (code ${code})`
    expect([reason, message]).toEqual([
      'stream_api_failed',
      `The guest was not created: Stream refused with ${status}${suffix}.`,
    ])
    expect(action).toMatch(remedy)
    expect(calls).toHaveLength(1)
  })

  it('names the network if Stream does not respond', async () => {
    const { createGuest } = withResults([unanswered()], 0)
    expect((await refusal(createGuest(GUEST))).action).toMatch(/reaches streamApi\.baseUrl/)
  })
})
