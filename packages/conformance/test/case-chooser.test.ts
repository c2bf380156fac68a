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

/** The ids of the cases chosen for each set-up. */
function chosenBy(choose: (cell: Cell) => ReturnType<ReturnType<typeof caseChooser>>): readonly string[][] {
  return host.cells.map(cell => choose(cell).flatMap(({ cases }) => cases.map(({ id }) => id)))
}

describe('caseChooser', () => {
  it('chooses all cases without a sample, slow ones only at the first mount', () => {
    const counts = chosenBy(caseChooser(host, new Set())).map(({ length }) => length)
    const quick = all.length - slow.length
    expect(counts).toEqual([all.length, all.length, quick, quick])
  })

  it('chooses all cases for the first set-up, and a sample for the others', () => {
    const [first, ...others] = chosenBy(caseChooser(host, new Set(), sample))
    expect(first).toHaveLength(all.length)
    for (const { length } of others) expect(Math.abs(length - sample.cases)).toBeLessThan(30)
  })

  it('chooses excepted cases for every set-up, slow ones only at the first mount', () => {
    const excepted = ['invalid gzip', ...slow.map(({ id }) => id)]
    const few = { cases: 0, seed: 1, isForFirst: true }
    const chosen = chosenBy(caseChooser(host, new Set(excepted), few)).map(ids => ids.toSorted())
    const atFirstMount = excepted.toSorted()
    expect(chosen).toEqual([atFirstMount, atFirstMount, ['invalid gzip'], ['invalid gzip']])
  })

  it('chooses the same cases for the same seed', () => {
    const once = chosenBy(caseChooser(host, new Set(), sample))
    expect(chosenBy(caseChooser(host, new Set(), sample))).toEqual(once)
    expect(chosenBy(caseChooser(host, new Set(), { ...sample, seed: 2 }))).not.toEqual(once)
  })
})
