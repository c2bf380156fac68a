import { describe, expect, it } from 'vitest'
import { cutoffOfNow, parseBlockEnd, parseRevocationDate } from '../../src/cutoffs/revocation-date.js'
import { memoryRevocationStore } from '../../src/index.js'
import { reasonOf } from '../fixture/caught.js'
import { fixedProvider, NOW } from '../fixture/fixed-provider.js'

const SKEW = 0.2
const read = (before: unknown, now = NOW) => parseRevocationDate(before, now, SKEW)
const iso = (seconds: number): string => new Date(Math.round(seconds * 1000)).toISOString()

describe('parseRevocationDate', () => {
  it.each<[string, number]>([
    ['2026-01-02T03:04:05Z', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['2026-01-02t03:04:05z', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['2026-01-02T03:04:05.6Z', Date.UTC(2026, 0, 2, 3, 4, 5, 600)],
    ['2026-01-02T03:04:05.57Z', Date.UTC(2026, 0, 2, 3, 4, 5, 570)],
    ['2026-01-02T03:04:05.678Z', Date.UTC(2026, 0, 2, 3, 4, 5, 678)],
    ['2026-01-02T03:04:05.678000Z', Date.UTC(2026, 0, 2, 3, 4, 5, 678)],
    ['2026-01-02T03:04:05.678001Z', Date.UTC(2026, 0, 2, 3, 4, 5, 679)],
    ['2026-01-02T03:04:05.000000001Z', Date.UTC(2026, 0, 2, 3, 4, 5, 1)],
    ['2026-01-02T03:04:05.999999999Z', Date.UTC(2026, 0, 2, 3, 4, 6)],
    ['2026-01-02T03:04:05.00000000000000000001Z', Date.UTC(2026, 0, 2, 3, 4, 5, 1)],
    ['2026-01-02T03:04:05+02:00', Date.UTC(2026, 0, 2, 1, 4, 5)],
    ['2026-01-02T03:04:05-05:30', Date.UTC(2026, 0, 2, 8, 34, 5)],
    ['2026-01-01T00:30:00+01:00', Date.UTC(2025, 11, 31, 23, 30)],
    ['2026-01-02T03:04:05-00:00', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['2026-01-02T23:59:59+23:59', Date.UTC(2026, 0, 2, 0, 0, 59)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
    ['1970-01-01T00:00:00Z', 0],
    ['1969-12-31T23:59:59Z', -1000],
    ['0001-01-01T00:00:00Z', Date.parse('0001-01-01T00:00:00Z')],
    ['0099-06-01T00:00:00Z', Date.parse('0099-06-01T00:00:00Z')],
  ])('reads %s', (text, milliseconds) => {
    expect(read(text)).toBe(milliseconds / 1000)
    expect(read(new Date(milliseconds))).toBe(milliseconds / 1000)
  })

  it.each<unknown>([
    ...[
      '',
      ' ',
      '1',
      'now',
      'null',
      '2026',
      '2026-01-02',
      '2026-01-02T03:04Z',
      '1767322445',
      '1767322445000',
    ],
    ...['2026-01-02T03:04:05', '2026-01-02 03:04:05Z', '2026-01-02T03:04:05.Z', '2026-01-02T03:04:05,5Z'],
    ...[
      '2026-01-02T03:04:05+0200',
      '2026-01-02T03:04:05+02',
      '2026-01-02T03:04:05+24:00',
      '2026-01-02T03:04:05+01:60',
    ],
    ...['2026-02-30T00:00:00Z', '2026-02-31T00:00:00Z', '2026-02-29T00:00:00Z', '1900-02-29T00:00:00Z'],
    ...['2026-04-31T00:00:00Z', '2026-13-01T00:00:00Z', '2026-00-01T00:00:00Z', '2026-01-00T00:00:00Z'],
    ...['2026-01-02T24:00:00Z', '2026-01-02T03:60:00Z', '2016-12-31T23:59:60Z', '2026-1-2T03:04:05Z'],
    ...[' 2026-01-02T03:04:05Z', '2026-01-02T03:04:05Z\n', '+002026-01-02T03:04:05Z', '٢٠٢٦-01-02T03:04:05Z'],
    ...['0000-01-01T00:00:00+00:01', 'Fri, 02 Jan 2026 03:04:05 GMT', '2026-W01-5T03:04:05Z'],
    ...[0, 1, NOW, NOW * 1000, Number.NaN, true, false, 5n, {}, [], ['2026-01-02T03:04:05Z'], () => null],
    ...[new Date(Number.NaN), new Date(8.64e15), new Date(-8.64e15), { getTime: () => 0 }, Symbol.iterator],
  ])('refuses %s', async before => {
    expect(await reasonOf(() => read(before))).toBe('revocation_invalid')
  })

  it.each([
    ['in the distant past', -86_400, NOW - 86_400],
    ['half a second ago', -0.5, NOW - 0.5],
    ['clockSkew ago', -SKEW, NOW - SKEW],
    ['less than clockSkew ago', -SKEW + 0.001, 'now'],
    ['now', 0, 'now'],
    ['5 s ahead', 5, 'now'],
  ])('for a date %s (%d s from now) returns %s', (_name, offset, cutoff) => {
    expect(read(iso(NOW + offset))).toBe(cutoff)
    expect(read(new Date(Math.round((NOW + offset) * 1000)))).toBe(cutoff)
  })

  it.each([5.001, 60, 86_400 * 365])('refuses a date %d s ahead', async ahead => {
    expect(await reasonOf(() => read(iso(NOW + ahead)))).toBe('date_in_future')
  })

  it('reads undefined as now, and null as an undo', () => {
    expect([read(undefined), read(null)]).toEqual(['now', null])
  })
})

describe('cutoffOfNow', () => {
  it.each([
    // To the millisecond, and never a whole second, which a token of that second could have as its iat.
    [0, 0.2, 0.2],
    [0.5, 0.2, 0.7],
    [0.1, 0.2, 0.3],
    [0.7, 0.1, 0.8],
    [0.799, 0.2, 0.999],
    [0.8, 0.2, 1.001],
    [0.801, 0.2, 1.001],
    [0.999, 0.2, 1.199],
    [0.7, 0.3, 1.001],
    [0, 0, 0.001],
    [0.001, 0, 0.001],
    [0.9994, 0, 0.999],
    [0.99999, 0, 1.001],
    [-0.1, 0.1, 0.001],
  ])('at %d s, with a clockSkew of %d s, returns %d s', (now, clockSkew, cutoff) => {
    expect(cutoffOfNow(NOW + now, clockSkew)).toBe(Math.round((NOW + cutoff) * 1000) / 1000)
  })

  it('is at least clockSkew ahead, less than a millisecond more or less, at every millisecond', () => {
    for (const clockSkew of [0, 0.1, 0.2, 0.3]) {
      for (let millisecond = 0; millisecond < 1000; millisecond++) {
        const now = (NOW * 1000 + millisecond) / 1000
        const cutoff = cutoffOfNow(now, clockSkew)
        const ahead = Math.round((cutoff - now - clockSkew) * 1e6) / 1e6
        expect([0, 0.001]).toContain(ahead)
        expect(Number.isInteger(cutoff)).toBe(false)
        expect(Math.round(cutoff * 1000) / 1000).toBe(cutoff)
      }
    }
  })
})

describe('parseBlockEnd', () => {
  it('reads undefined as forever, and returns a future date unchanged', () => {
    expect(parseBlockEnd(undefined, NOW)).toBe('forever')
    expect(parseBlockEnd('9999-12-31T23:59:59Z', NOW)).toBe(253_402_300_799)
    expect(parseBlockEnd(new Date((NOW + 0.5) * 1000), NOW)).toBe(NOW + 0.5)
  })

  it.each([
    null,
    '',
    'forever',
    true,
    NOW + 60,
    iso(NOW),
    iso(NOW - 1),
    new Date(Number.NaN),
    new Date(8.64e15),
  ])('refuses %s', async until => {
    expect(await reasonOf(() => parseBlockEnd(until, NOW))).toBe('revocation_invalid')
  })

  it('refuses an end that its time zone moves into the year 10000', async () => {
    expect(await reasonOf(() => parseBlockEnd('9999-12-31T23:59:59-00:01', NOW))).toBe('revocation_invalid')
  })
})

describe('the commands', () => {
  const provider = fixedProvider({ revocations: memoryRevocationStore(), streamApi: false })

  it.each(['2026-02-31T00:00:00Z', '', 5, new Date(Number.NaN)])('refuse %s as a date', async before => {
    const date = before as string
    const calls = [
      () => provider.revokeUserToken('john', date),
      () => provider.revokeUsersToken(['john'], date),
      () => provider.revokeTokens(date),
      () => provider.blockUser('john', { until: date }),
    ]
    expect(await Promise.all(calls.map(reasonOf))).toEqual(Array(4).fill('revocation_invalid'))
  })

  it('refuse a future date, and suggest a block instead', async () => {
    await expect(provider.revokeUserToken('john', iso(NOW + 60))).rejects.toMatchObject({
      reason: 'date_in_future',
      status: 400,
      message: expect.stringContaining('block'),
    })
  })

  it('return the cutoff with milliseconds', async () => {
    expect(await provider.revokeUserToken('john', '2026-01-02T03:04:05.6789Z')).toEqual({
      before: '2026-01-02T03:04:05.679Z',
      users: [{ userId: 'john', stored: true, propagated: 'off' }],
    })
  })
})
