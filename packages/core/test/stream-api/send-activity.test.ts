import { describe, expect, it } from 'vitest'
import type { RevocationState } from '../../src/cutoffs/store.js'
import { createSendActivity, type Wish } from '../../src/stream-api/send-activity.js'
import type { StreamResult } from '../../src/stream-api/stream-api.js'
import { NOW } from '../fixture/fixed-provider.js'
import { pair } from '../fixture/store-doubles.js'

const BLOCKED: RevocationState = { block: pair('forever') }
const DEACTIVATE: ReadonlySet<Wish> = new Set(['deactivate'])
const REACTIVATE: ReadonlySet<Wish> = new Set(['reactivate'])
const wish = (active: boolean): ReadonlySet<Wish> => (active ? REACTIVATE : DEACTIVATE)
const UNKNOWN = { kind: 'unknown', reason: 'The cutoffs could not be read from the store' }

function setUp(read: (at: number) => RevocationState, result: StreamResult = { kind: 'done' }) {
  const reads: unknown[] = []
  const calls: unknown[] = []
  const send = createSendActivity(
    async (...call) => {
      calls.push(call)
      return result
    },
    (userId, fresh) => read(reads.push([userId, fresh])),
    () => NOW,
  )
  return { reads, calls, send }
}

const refused = (facts: {
  readonly active?: boolean | undefined
  readonly missing?: string
}): StreamResult => ({
  kind: 'refused',
  status: 404,
  code: 16,
  missing: facts.missing,
  active: facts.active,
})

describe('createSendActivity', () => {
  it.each<[boolean, RevocationState, string]>([
    [false, BLOCKED, '/users/a%40b/deactivate'],
    [false, { block: pair(NOW + 0.001) }, '/users/a%40b/deactivate'],
    [true, {}, '/users/a%40b/reactivate'],
    [true, { block: pair('forever', 2) }, '/users/a%40b/reactivate'],
    [true, { block: pair(NOW) }, '/users/a%40b/reactivate'],
  ])('to make active: %s, with %o, requests %s', async (active, state, path) => {
    const { reads, calls, send } = setUp(() => state)
    expect(await send('a@b', wish(active))).toEqual({ kind: 'clean' })
    expect(calls).toEqual([['POST', path, {}]])
    expect(reads).toEqual([
      ['a@b', true],
      ['a@b', true],
    ])
  })

  it.each<[boolean, RevocationState, string]>([
    [false, {}, 'The user is not blocked any more'],
    [false, { block: pair(NOW) }, 'The user is not blocked any more'],
    [false, { block: pair('forever', 2) }, 'The user is not blocked any more'],
    [true, BLOCKED, 'The user is blocked'],
  ])('to make active: %s, sends nothing with %o', async (active, state, reason) => {
    const { calls, send } = setUp(() => state)
    expect(await send('john', wish(active))).toEqual({ kind: 'dropped', reason })
    expect(calls).toEqual([])
  })

  it.each<[RevocationState, string]>([
    [BLOCKED, '/users/john/deactivate'],
    [{}, '/users/john/reactivate'],
  ])('of both wishes, with %o, requests %s: what is in force decides', async (state, path) => {
    const { calls, send } = setUp(() => state)
    expect(await send('john', new Set<Wish>(['deactivate', 'reactivate']))).toEqual({ kind: 'clean' })
    expect(calls).toEqual([['POST', path, {}]])
  })

  it('sends nothing if the state cannot be read', async () => {
    const { calls, send } = setUp(() => {
      throw new Error('down')
    })
    expect([await send('john', DEACTIVATE), await send('john', REACTIVATE), calls]).toEqual([
      UNKNOWN,
      UNKNOWN,
      [],
    ])
  })

  it.each<[string, (at: number) => RevocationState]>([
    ['has changed', at => (at === 1 ? BLOCKED : {})],
    [
      'cannot be read',
      at => {
        if (at === 1) return BLOCKED
        throw new Error('down')
      },
    ],
  ])('makes sure with another call if the state %s after it', async (_name, read) => {
    expect(await setUp(read).send('john', DEACTIVATE)).toEqual({ kind: 'changed' })
  })

  it.each([
    [false, false, true],
    [false, true, false],
    [false, undefined, false],
    [true, true, true],
    [true, false, false],
    [true, undefined, false],
  ])('to make active: %s, takes "is already active: %s" for done: %s', async (active, already, done) => {
    const { send } = setUp(() => (active ? {} : BLOCKED), refused({ active: already }))
    const refusal = { kind: 'refused', reason: 'Stream refused with 404 (code 16)' }
    expect(await send('john', wish(active))).toEqual(done ? { kind: 'clean' } : refusal)
  })

  it('D10: does not take an unknown user for done: another one could still be created', async () => {
    const { reads, send } = setUp(() => BLOCKED, refused({ missing: 'the user ghost does not exist' }))
    expect(await send('ghost', DEACTIVATE)).toEqual({
      kind: 'refused',
      reason: 'Stream refused with 404 (code 16)',
    })
    expect(reads).toHaveLength(1)
  })

  it('returns a call without a response as it is', async () => {
    const unanswered: StreamResult = { kind: 'unanswered', reason: 'late', pause: 7 }
    expect(await setUp(() => BLOCKED, unanswered).send('john', DEACTIVATE)).toEqual(unanswered)
  })
})
