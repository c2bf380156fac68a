import { describe, expect, it } from 'vitest'
import type { EventFacts } from '../../src/events/events.js'
import { emitOutcome, report } from '../../src/revocation/report.js'
import { APP, type PropagationOutcome } from '../../src/stream-api/outcome.js'
import { refusal } from '../fixture/caught.js'

const users = (...ids: string[]) => ({
  resultOf: (resultFor: (key: string) => { stored: true; propagated: boolean | 'off' }) => ({
    before: null,
    users: ids.map(userId => ({ userId, ...resultFor(userId) })),
  }),
})
const outcomes = (entries: Readonly<Record<string, PropagationOutcome>>) =>
  Promise.resolve(new Map(Object.entries(entries)))

describe('report', () => {
  it('says off if nothing is propagated, waiting or not', async () => {
    for (const wait of [true, false])
      expect(await report(undefined, wait, users('a').resultOf)).toEqual({
        before: null,
        users: [{ userId: 'a', stored: true, propagated: 'off' }],
      })
  })

  it('does not wait for Stream unless it is asked to', async () => {
    expect(await report(new Promise(() => {}), false, users('a').resultOf)).toEqual({
      before: null,
      users: [{ userId: 'a', stored: true, propagated: false, reason: 'The call did not wait for Stream' }],
    })
  })

  it('returns the outcome of each key', async () => {
    const propagating = outcomes({ a: { propagated: true }, b: { propagated: true } })
    expect(await report(propagating, true, users('a', 'b', 'c').resultOf)).toEqual({
      before: null,
      users: [
        { userId: 'a', stored: true, propagated: true },
        { userId: 'b', stored: true, propagated: true },
        { userId: 'c', stored: true, propagated: 'off' },
      ],
    })
  })

  it('rejects with the result if one key was not propagated', async () => {
    const propagating = outcomes({ a: { propagated: true }, b: { propagated: false, reason: 'no' } })
    const { reason, result } = await refusal(report(propagating, true, users('a', 'b').resultOf))
    expect([reason, result]).toEqual([
      'stream_api_failed',
      {
        before: null,
        users: [
          { userId: 'a', stored: true, propagated: true },
          { userId: 'b', stored: true, propagated: false, reason: 'no' },
        ],
      },
    ])
  })
})

describe('emitOutcome', () => {
  it.each<[string, PropagationOutcome, EventFacts]>([
    ['john', { propagated: true }, { type: 'propagated', userId: 'john' }],
    [APP, { propagated: true }, { type: 'propagated' }],
    ['john', { propagated: false, reason: 'no' }, { type: 'not_propagated', userId: 'john', reason: 'no' }],
    [APP, { propagated: false, reason: 'no' }, { type: 'not_propagated', reason: 'no' }],
  ])('for %s with %o emits an event', (key, outcome, event) => {
    const events: EventFacts[] = []
    emitOutcome(facts => events.push(facts), key, outcome)
    expect(events).toEqual([event])
  })
})
