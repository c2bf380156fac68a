import { describe, expect, it } from 'vitest'
import { toPosition, toStreamId } from '../src/log-position.js'

const IDS = [
  '0-1',
  '9-0',
  '10-0',
  '10-9',
  '10-10',
  '1700000000123-0',
  '18446744073709551615-18446744073709551615',
]

describe('toPosition', () => {
  it('sorts as the stream does', () => {
    const sorted = IDS.map(id => toPosition('epoch', id, 'id').at).sort()
    expect(sorted).toEqual(IDS.map(id => toPosition('epoch', id, 'id').at))
  })

  it('keeps the epoch and the id', () => {
    expect(toPosition('epoch', '1-0', 'id')).toMatchObject({ epoch: 'epoch', id: 'id' })
  })
})

describe('toStreamId', () => {
  it.each(IDS)('returns %s', id => {
    expect(toStreamId(toPosition('epoch', id, 'id'))).toBe(id)
  })
})
