import { describe, expect, it } from 'vitest'
import type { RevocationState } from '../../src/cutoffs/store.js'
import { APP } from '../../src/stream-api/outcome.js'
import { createSendCutoffs } from '../../src/stream-api/send-cutoffs.js'
import type { StreamResult } from '../../src/stream-api/stream-api.js'
import { NOW } from '../fixture/fixed-provider.js'
import { pair } from '../fixture/store-doubles.js'

const FIELD = 'revoke_tokens_issued_before'
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()
const down = (): never => {
  throw new Error('down')
}

type Read = (userId: string | undefined) => RevocationState | Promise<RevocationState>

/** Sends with a clock at NOW. `reads` and `calls` are what happened. */
function setUp(read: Read, result: StreamResult = { kind: 'done' }) {
  const reads: unknown[] = []
  const calls: unknown[] = []
  const send = createSendCutoffs(
    async (...call) => {
      calls.push(call)
      return result
    },
    async (userId, fresh) => {
      reads.push([userId, fresh])
      return read(userId)
    },
    () => NOW,
  )
  return { reads, calls, attempts: async (...keys: string[]) => Object.fromEntries(await send(keys)) }
}

const missing = (message: string): StreamResult => ({
  kind: 'refused',
  status: 404,
  code: 16,
  missing: message,
  active: undefined,
})
const refused = (status: number): StreamResult => ({
  kind: 'refused',
  status,
  code: undefined,
  missing: undefined,
  active: undefined,
})

describe('createSendCutoffs', () => {
  it('sends users in one call, with a fresh read of each before it and after it', async () => {
    const { reads, calls, attempts } = setUp(userId => ({
      user: userId === 'a' ? pair(NOW - 60) : pair(5, 2),
      app: pair(NOW - 9),
      floor: NOW - 3,
    }))
    expect(await attempts('a', 'b')).toEqual({ a: { kind: 'clean' }, b: { kind: 'clean' } })
    const users = [
      { id: 'a', set: { [FIELD]: iso(NOW - 60) } },
      { id: 'b', set: { [FIELD]: null } },
    ]
    expect(calls).toEqual([['PATCH', '/users', { users }]])
    expect(reads).toEqual([
      ['a', true],
      ['b', true],
      ['a', true],
      ['b', true],
    ])
  })

  it.each([
    [pair(NOW - 60), iso(NOW - 60)],
    [pair(5, 2), null],
  ])('sends the app’s pair %o as %s', async (app, date) => {
    const { reads, calls, attempts } = setUp(() => ({ user: pair(NOW - 1), app }))
    expect(await attempts(APP)).toEqual({ [APP]: { kind: 'clean' } })
    expect(calls).toEqual([['PATCH', '/app', { [FIELD]: date }]])
    expect(reads).toEqual([
      [undefined, true],
      [undefined, true],
    ])
  })

  it.each([
    [NOW - 60, NOW - 60, { kind: 'clean' }],
    // Stream compares whole seconds.
    [NOW - 60.5, NOW - 60, { kind: 'clean' }],
    [NOW - 59.999, NOW - 59, { kind: 'clean' }],
    [NOW, NOW, { kind: 'clean' }],
    // It gets no date in the future.
    [NOW + 0.001, NOW, { kind: 'early', seconds: 1 }],
    [NOW + 1, NOW, { kind: 'early', seconds: 1 }],
    [NOW + 1.2, NOW, { kind: 'early', seconds: 2 }],
  ])('sends the cutoff %d as %d: %o', async (cutoff, date, attempt) => {
    const { calls, attempts } = setUp(() => ({ user: pair(cutoff) }))
    expect(await attempts('john')).toEqual({ john: attempt })
    expect(calls).toMatchObject([['PATCH', '/users', { users: [{ set: { [FIELD]: iso(date) } }] }]])
  })

  it('sends nothing for a key whose state it cannot read, and the other keys without it', async () => {
    const { calls, attempts } = setUp(userId => (userId === 'a' ? down() : { user: pair(NOW - 60) }))
    const unknown = { kind: 'unknown', reason: 'The cutoffs could not be read from the store' }
    expect(await attempts('a', 'b')).toEqual({ a: unknown, b: { kind: 'clean' } })
    expect(await attempts('a')).toEqual({ a: unknown })
    expect(calls).toHaveLength(1)
    expect(calls).toMatchObject([['PATCH', '/users', { users: [{ id: 'b' }] }]])
  })

  it('D12, F4: sends nothing for what the store does not have, and never the floor', async () => {
    const { calls, attempts } = setUp(() => ({ floor: NOW - 3 }))
    const dropped = { kind: 'dropped', reason: 'The store no longer has the cutoff' }
    expect(await attempts('a')).toEqual({ a: dropped })
    expect(await attempts(APP)).toEqual({ [APP]: dropped })
    expect(calls).toEqual([])
  })

  it('leaves out what the store does not have, and does not send null for it', async () => {
    const { calls, attempts } = setUp(userId => (userId === 'a' ? {} : { user: pair(NOW - 60) }))
    expect(await attempts('a', 'b')).toMatchObject({ a: { kind: 'dropped' }, b: { kind: 'clean' } })
    expect(calls).toMatchObject([['PATCH', '/users', { users: [{ id: 'b' }] }]])
  })

  it.each<[string, () => RevocationState, string]>([
    ['has the same pair', () => ({ user: pair(NOW - 60) }), 'clean'],
    ['has a larger version', () => ({ user: pair(NOW - 60, 3) }), 'changed'],
    ['has a later value', () => ({ user: pair(NOW - 59) }), 'changed'],
    ['has undone it', () => ({ user: pair(NOW - 60, 2) }), 'changed'],
    ['has lost it', () => ({}), 'changed'],
    ['cannot be read', down, 'changed'],
  ])('if the store %s after the call, the attempt is %s', async (_name, after, kind) => {
    const { reads, attempts } = setUp(() => (reads.length > 1 ? after() : { user: pair(NOW - 60) }))
    expect((await attempts('john')).john?.kind).toBe(kind)
  })

  it('reports a call without a response for every key, with the pause that Stream asks for', async () => {
    const unanswered: StreamResult = { kind: 'unanswered', reason: 'late', pause: 7 }
    const { reads, attempts } = setUp(() => ({ user: pair(NOW - 60) }), unanswered)
    expect(await attempts('a', 'b')).toEqual({ a: unanswered, b: unanswered })
    // Another read would not change anything.
    expect(reads).toHaveLength(2)
  })

  it.each([
    [400, 'split'],
    [404, 'split'],
    [403, 'split'],
    // The credentials are wrong for every key alike.
    [401, 'refused'],
  ])('after a refusal of several keys with %d, the attempt is %s', async (status, kind) => {
    const { reads, attempts } = setUp(() => ({ user: pair(NOW - 60) }), refused(status))
    expect(await attempts('a', 'b')).toMatchObject({ a: { kind }, b: { kind } })
    expect(reads).toHaveLength(2)
  })

  it('does not halve a call that had one key, although more were asked for', async () => {
    const { attempts } = setUp(userId => (userId === 'a' ? {} : { user: pair(NOW - 60) }), refused(400))
    expect(await attempts('a', 'b')).toMatchObject({
      a: { kind: 'dropped' },
      b: { kind: 'refused', reason: 'Stream refused with 400' },
    })
  })

  it.each([
    ['john', 'the user john does not exist', 'clean'],
    ['john', "users don't exist: [john]", 'clean'],
    ['john', 'user "john" not found', 'clean'],
    ['a@b-c_d', 'User a@b-c_d does not exist', 'clean'],
    ['john', 'not found', 'refused'],
    ['john', '', 'refused'],
    ['john', 'the user johnny does not exist', 'refused'],
    ['john', 'the user big-john does not exist', 'refused'],
    ['john', 'the user john@home does not exist', 'refused'],
    ['john', 'the user John does not exist', 'refused'],
  ])('D10: for %s, a 404 that says "%s" makes the attempt %s', async (userId, message, kind) => {
    const { attempts } = setUp(() => ({ user: pair(NOW - 60) }), missing(message))
    expect((await attempts(userId))[userId]?.kind).toBe(kind)
  })

  it('D10: never takes a 404 for the app as done', async () => {
    const { attempts } = setUp(() => ({ app: pair(NOW - 60) }), missing(`${APP} does not exist`))
    expect(await attempts(APP)).toEqual({
      [APP]: { kind: 'refused', reason: 'Stream refused with 404 (code 16)' },
    })
  })

  it('checks again what is in force after a 404 that counts', async () => {
    let reads = 0
    const { attempts } = setUp(() => ({ user: pair(NOW - 60, 1 + 2 * reads++) }), missing('no user john'))
    expect(await attempts('john')).toEqual({ john: { kind: 'changed' } })
  })

  it.each([
    [APP, 400, true],
    [APP, 403, false],
    ['john', 400, false],
  ])('names the 60 seconds in the reason for %s and a %d: %s', async (key, status, named) => {
    const { attempts } = setUp(() => ({ user: pair(NOW - 60), app: pair(NOW - 60) }), refused(status))
    const attempt = (await attempts(key))[key]
    const reason = `Stream refused with ${status}`
    const hint = '; for the app it may require a date at least 60 seconds in the past'
    expect(attempt).toEqual({ kind: 'refused', reason: named ? reason + hint : reason })
  })
})
