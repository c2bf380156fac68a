import { describe, expect, it } from 'vitest'
import { caseChooser } from '../src/case-chooser.js'
import { allCells, type Cell, type Host } from '../src/host.js'
import { ROUTE_CASES } from '../src/route-cases.js'

const host: Host = {
  name: 'none',
  cells: allCells(['none', 'parsed'], ['root', 'prefix']),
  passesOn: true,
  serve: () => Promise.reject(new Error('not served')),
}
const all = [...ROUTE_CASES.values()].flat()
const slow = all.filter(({ isSlow }) => isSlow)
const sample = { cases: 50, seed: 1 }

/** What is chosen for the host's set-ups, by id. */
function chosenBy(choose: (cell: Cell) => ReturnType<ReturnType<typeof caseChooser>>): readonly string[][] {
  return host.cells.map(cell => choose(cell).flatMap(({ cases }) => cases.map(({ id }) => id)))
}

describe('caseChooser', () => {
  it('chooses all without a sample, and what takes long at the first mount only', () => {
    const counts = chosenBy(caseChooser(host, new Set())).map(({ length }) => length)
    const quick = all.length - slow.length
    expect(counts).toEqual([all.length, all.length, quick, quick])
  })

  it('chooses all for the first set-up, and some for the others', () => {
    const [first, ...others] = chosenBy(caseChooser(host, new Set(), sample))
    expect(first).toHaveLength(all.length)
    for (const { length } of others) expect(Math.abs(length - sample.cases)).toBeLessThan(30)
  })

  it('chooses the excepted cases for every set-up, those that take long at the first mount only', () => {
    const excepted = ['gzip that is none', ...slow.map(({ id }) => id)]
    const few = { cases: 0, seed: 1, isForFirst: true }
    const chosen = chosenBy(caseChooser(host, new Set(excepted), few)).map(ids => ids.toSorted())
    const atFirstMount = excepted.toSorted()
    expect(chosen).toEqual([atFirstMount, atFirstMount, ['gzip that is none'], ['gzip that is none']])
  })

  it('chooses the same by the same seed', () => {
    const once = chosenBy(caseChooser(host, new Set(), sample))
    expect(chosenBy(caseChooser(host, new Set(), sample))).toEqual(once)
    expect(chosenBy(caseChooser(host, new Set(), { ...sample, seed: 2 }))).not.toEqual(once)
  })
})
