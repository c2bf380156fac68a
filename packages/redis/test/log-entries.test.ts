import { describe, expect, it } from 'vitest'
import { toLogEntries } from '../src/log-entries.js'

const fields = {
  epoch: 'one',
  id: 'b',
  previous: 'a',
  time: '1700000000000',
  changes: '[["u:john",1,1700000000123],["b:john",1,"forever"],["app",3,5000],["later",1,1]]',
  floor: '1700000000500',
}
const expected = {
  position: { epoch: 'one', at: '00000001700000000123-00000000000000000000', id: 'b' },
  previous: 'a',
  changes: [
    { userId: 'john', cutoff: { version: 1, value: 1_700_000_000.123 } },
    { userId: 'john', block: { version: 1, value: 'forever' } },
    { app: true, cutoff: { version: 3, value: 5 } },
  ],
  floor: 1_700_000_000.5,
}

describe('toLogEntries', () => {
  it.each([
    ['node-redis', [{ name: 'log', messages: [{ id: '1700000000123-0', message: fields }] }]],
    ['ioredis', [['log', [['1700000000123-0', Object.entries(fields).flat()]]]]],
  ])('reads the reply of %s', (_, reply) => {
    expect(toLogEntries(reply)).toEqual([expected])
  })

  it('reads an entry without changes and floor', () => {
    const message = { ...fields, changes: '[]', floor: '' }
    const [entry] = toLogEntries([{ name: 'log', messages: [{ id: '1700000000123-0', message }] }])
    expect(entry).toEqual({ position: expected.position, previous: 'a', changes: [] })
  })

  it('returns nothing if there are no entries', () => {
    expect(toLogEntries(null)).toEqual([])
  })

  it.each(['text', {}, [{}], [{ messages: [{ id: '1-0', message: { changes: '[["u:john","x",1]]' } }] }]])(
    'refuses %j',
    reply => {
      expect(() => toLogEntries(reply)).toThrow(TypeError)
    },
  )
})
