import { STORE_CASES, type StoreCase, storeSuite } from '@stream-token/conformance'
import { memoryRevocationStore } from '@stream-token/core'
import { describe, expect, it } from 'vitest'
import { BROKEN_SHARED_STORES, openShared, openWithFloor } from './broken-shared-stores.js'
import { BROKEN_STORES } from './broken-stores.js'

storeSuite('memory', () => memoryRevocationStore())
storeSuite('plain', openShared, { durable: true, shared: true, withFloor: openWithFloor })

const cases = [...STORE_CASES.values()].flat()
const broken = [...BROKEN_STORES, ...BROKEN_SHARED_STORES]

function caseOf(rule: string): StoreCase {
  const found = cases.find(one => one.rule === rule)
  if (found === undefined) throw new Error(`There is no rule "${rule}".`)
  return found
}

describe('storeSuite', () => {
  it.each(broken.map(one => [one.does, one.breaks, one.open] as const))(
    'reports a store that %s, by the rule “%s”',
    async (_, breaks, open) => {
      await expect(caseOf(breaks).check(open)).rejects.toThrow()
    },
  )

  it('states every rule once', () => {
    const rules = cases.map(({ rule }) => rule)
    expect(rules).toEqual([...new Set(rules)])
  })

  it('has a broken store for every rule', () => {
    const rules = cases.map(({ rule }) => rule.replace(/order \d$/, 'order 2'))
    expect(rules.filter(rule => !broken.some(({ breaks }) => breaks === rule))).toEqual([])
  })
})
