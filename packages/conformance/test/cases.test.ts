import { describe, expect, it } from 'vitest'
import { PROBLEM_FACTS } from '../src/problem-facts.js'
import { ROUTE_CASES } from '../src/route-cases.js'
import { TEST_TOKENS } from '../src/test-tokens.js'
import { UNSENDABLE } from '../src/unsendable.js'
import { VERIFY_CASES } from '../src/verify-case.js'

const cases = [...ROUTE_CASES.values()].flat()

const repeated = (ids: readonly string[]) => ids.filter((id, at) => ids.indexOf(id) !== at)

describe('ROUTE_CASES', () => {
  it('holds 921 cases in fifteen subjects', () => {
    expect([ROUTE_CASES.size, cases.length]).toEqual([15, 921])
  })

  it('has unique ids', () => {
    expect(repeated(cases.map(({ id }) => id))).toEqual([])
  })

  it('expects exactly the reasons of PROBLEM_FACTS', () => {
    const reasons = cases.flatMap(({ expected }) => ('reason' in expected ? [expected.reason] : []))
    expect(reasons.filter(reason => PROBLEM_FACTS[reason] === undefined)).toEqual([])
    expect(
      Object.keys(PROBLEM_FACTS).filter(known => known !== 'not_found' && !reasons.some(r => r === known)),
    ).toEqual([])
  })

  it('uses only known placeholders', () => {
    const placeholders = JSON.stringify(
      cases.map(({ request: { target, headers } }) => [target, headers]),
    ).matchAll(/\{(\w+)\}/g)
    const known = ['base', 'own', 'host', ...TEST_TOKENS.keys()]
    expect([...placeholders].map(([, name]) => name).filter(name => !known.includes(name ?? ''))).toEqual([])
  })
})

describe('VERIFY_CASES', () => {
  it('holds 12 golden and 304 hostile tokens with unique ids', () => {
    expect(VERIFY_CASES.filter(({ id }) => id.startsWith('golden/'))).toHaveLength(12)
    expect(VERIFY_CASES).toHaveLength(316)
    expect(repeated(VERIFY_CASES.map(({ id }) => id))).toEqual([])
  })

  it('presets the cutoffs of cases', async () => {
    const written: unknown[] = []
    for (const one of VERIFY_CASES) {
      await one.options(changes => {
        if (changes.length > 0) written.push(changes)
        return { read: () => ({}), write: async () => [] }
      })
    }
    // One of the 45 has a date that no store can hold.
    expect(written).toHaveLength(44)
  })

  it('contains every id of UNSENDABLE once', () => {
    const ids = UNSENDABLE.flatMap(({ cases }) => cases)
    expect(repeated(ids)).toEqual([])
    expect(ids.filter(id => !VERIFY_CASES.some(one => one.id === id))).toEqual([])
  })
})
