import { afterEach, describe, expect, it, vi } from 'vitest'
import { createNow, MAX_NUMERIC_DATE, systemClock } from '../../src/primitives/numeric-date.js'
import { reasonOf } from '../fixture/caught.js'
import { fixedProvider } from '../fixture/fixed-provider.js'

afterEach(() => void vi.useRealTimers())

describe('createNow', () => {
  it('returns seconds, with their fraction', () => {
    expect(createNow(() => 1_800_000_000_500)()).toBe(1_800_000_000.5)
  })

  it('reads the clock each time', () => {
    let milliseconds = 1000
    const now = createNow(() => milliseconds)
    expect(now()).toBe(1)
    milliseconds = 2000
    expect(now()).toBe(2)
  })

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [Number.NEGATIVE_INFINITY]])(
    'refuses a clock that reads %s',
    async reading => {
      expect(await reasonOf(createNow(() => reading))).toBe('internal_error')
    },
  )
})

describe('createNow, for a clock of the wrong type', () => {
  it.each<[unknown]>([
    [null],
    [undefined],
    [''],
    ['1800000000000'],
    [1n],
    [true],
    [[]],
    [{}],
    [new Date(0)],
    [Object(5)],
  ])('E: refuses the reading %s, which arithmetic could take for an instant', async reading => {
    expect(await reasonOf(createNow(() => reading as number))).toBe('internal_error')
  })

  it('E: lets no provider mint or verify', async () => {
    const broken = fixedProvider({ clock: (() => null) as never })
    expect(await reasonOf(broken.createToken('john'))).toBe('internal_error')
    const token = await fixedProvider().createToken('john', { expiresIn: null })
    expect(await reasonOf(broken.verifyToken(token))).toBe('internal_error')
  })
})

describe('systemClock', () => {
  it('returns the system time in milliseconds', () => {
    vi.useFakeTimers({ now: 1_800_000_000_123 })
    expect(systemClock()).toBe(1_800_000_000_123)
  })
})

describe('MAX_NUMERIC_DATE', () => {
  it('is the last second of the year 9999', () => {
    expect(new Date(MAX_NUMERIC_DATE * 1000).toISOString()).toBe('9999-12-31T23:59:59.000Z')
  })
})
