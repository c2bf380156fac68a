import type { Revocation } from '@stream-token/core'
import { describe, expect, it } from 'vitest'
import { toFieldChanges, toPair, toRevocation } from '../src/fields.js'

describe('toFieldChanges', () => {
  it.each<[string, Revocation, readonly unknown[]]>([
    [
      'a cutoff',
      { userId: 'john', cutoff: { version: 3, value: 1_700_000_000.123 } },
      [['u:john', 3, 1_700_000_000_123]],
    ],
    ['a block', { userId: 'john', block: { version: 1, value: 'forever' } }, [['b:john', 1, 'forever']]],
    [
      'both',
      { userId: 'john', cutoff: { version: 1, value: 0.001 }, block: { version: 2, value: -0.001 } },
      [
        ['u:john', 1, 1],
        ['b:john', 2, -1],
      ],
    ],
    [
      'the app',
      { app: true, cutoff: { version: 1, value: 253_402_300_799.999 } },
      [['app', 1, 253_402_300_799_999]],
    ],
    ['a user called app', { userId: 'app', cutoff: { version: 1, value: 0 } }, [['u:app', 1, 0]]],
    ['nothing', { userId: 'john' }, []],
  ])('writes whole milliseconds of %s', (_, change, fields) => {
    expect(toFieldChanges(change)).toEqual(fields)
  })
})

describe('toRevocation', () => {
  const pair = { version: 1, value: 5 }

  it('finds the user whatever the id looks like', () => {
    expect(toRevocation('u:u:john', pair)).toEqual({ userId: 'u:john', cutoff: pair })
    expect(toRevocation('b:', pair)).toEqual({ userId: '', block: pair })
    expect(toRevocation('app', pair)).toEqual({ app: true, cutoff: pair })
  })

  it('skips fields of no pair', () => {
    expect(toRevocation('epoch', pair)).toBeUndefined()
  })
})

describe('toPair', () => {
  it.each([
    ['3:1700000000123', { version: 3, value: 1_700_000_000.123 }],
    ['0:-62167219200000', { version: 0, value: -62_167_219_200 }],
    ['9007199254740991:forever', { version: Number.MAX_SAFE_INTEGER, value: 'forever' }],
  ])('reads %s', (text, pair) => {
    expect(toPair(text)).toEqual(pair)
  })

  it.each(['', '3', '3:', 'x:5', '3:inf', '3:1.5', '3:1e400', '-:5', '-1:5'])('refuses "%s"', text => {
    expect(() => toPair(text)).toThrow('something other than a revocation')
  })
})
