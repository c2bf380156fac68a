import { describe, expect, it } from 'vitest'
import { bearerToken } from '../../src/guard/bearer.js'
import { reasonOf } from '../fixture/caught.js'

describe('bearerToken', () => {
  it.each([
    ['Bearer a.b.c', 'a.b.c'],
    ['bearer a.b.c', 'a.b.c'],
    ['BEARER a.b.c', 'a.b.c'],
    ['Bearer   a.b.c', 'a.b.c'],
    ['Bearer a b', 'a b'],
    ['Bearer a.b.c ', 'a.b.c '],
    ['Bearer a,b', 'a,b'],
    ['Bearer Bearer', 'Bearer'],
  ])('reads from %j the token %j', (value, token) => {
    expect(bearerToken([value])).toBe(token)
  })

  it.each([
    '',
    'Bearer',
    'Bearer ',
    'Bearer\ta.b.c',
    ' Bearer a.b.c',
    'Basic am9objpqb2hu',
    'a.b.c',
    'Bearera.b.c',
    'Token a.b.c',
    'Bearer: a.b.c',
  ])('finds no token in %j', async value => {
    expect(await reasonOf(() => bearerToken([value]))).toBe('token_missing')
  })

  it('finds no token if there is no header', async () => {
    expect(await reasonOf(() => bearerToken([]))).toBe('token_missing')
  })

  it.each([
    [['Bearer a.b.c', 'Bearer a.b.c']],
    [['Bearer a.b.c', 'Basic am9objpqb2hu']],
    [['Basic am9objpqb2hu', 'Bearer a.b.c']],
    [['', '']],
    [['Bearer a.b.c, Bearer d.e.f']],
    [['Bearer a.b.c,Bearer d.e.f']],
    [['Basic am9objpqb2hu, Bearer a.b.c']],
    [['Bearer a.b.c ,\tbasic x']],
  ])('refuses %j as ambiguous', async values => {
    expect(await reasonOf(() => bearerToken(values))).toBe('token_ambiguous')
  })

  it.each([
    ', '.repeat(50_000),
    `Bearer ${',a'.repeat(50_000)}`,
    `Bearer ${' '.repeat(100_000)}`,
    `,${' '.repeat(100_000)}`,
  ])('parses a long header in a single pass', async value => {
    const started = process.cpuUsage()
    await Promise.resolve([value])
      .then(bearerToken)
      .catch(() => {})
    expect(process.cpuUsage(started).user).toBeLessThan(500_000)
  })
})
