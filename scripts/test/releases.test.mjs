import { describe, expect, it } from 'vitest'
import { groupProblems, nextPatch, publishProblems } from '../rehearsal/releases.mjs'

describe('nextPatch', () => {
  it.each([
    ['0.1.0', '0.1.1'],
    ['1.2.9', '1.2.10'],
  ])('follows %s by %s', (version, next) => {
    expect(nextPatch(version)).toBe(next)
  })
})

describe('groupProblems', () => {
  it('reports the packages that have another version', () => {
    const manifests = [
      { name: 'a', version: '0.1.1' },
      { name: 'b', version: '0.1.0' },
    ]
    expect(groupProblems(manifests, '0.1.1')).toEqual(['b has version 0.1.0, not 0.1.1'])
  })
})

describe('publishProblems', () => {
  const once = { path: 'a', status: 201 }

  it('accepts each package once', () => {
    expect(publishProblems(['a', 'b'], [once, { path: 'b', status: 201 }])).toEqual([])
  })

  it.each([
    ['a package that was not published', [], ['a was published 0 times']],
    ['a package that was published twice', [once, once], ['a was published 2 times']],
    [
      'a publish that the registry refused',
      [once, { path: 'c', status: 409 }],
      ['c: the registry refused a publish with 409'],
    ],
  ])('reports %s', (_, publishes, problems) => {
    expect(publishProblems(['a'], publishes)).toEqual(problems)
  })
})
