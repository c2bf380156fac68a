import { describe, expect, it } from 'vitest'
import { fileList, fileListProblems } from '../file-list.mjs'

describe('fileList', () => {
  it('is sorted, and names the changelog of the first release', () => {
    expect(fileList(['package.json', 'dist/b.js', 'dist/a.js'])).toBe(
      'CHANGELOG.md\ndist/a.js\ndist/b.js\npackage.json\n',
    )
  })
})

describe('fileListProblems', () => {
  const paths = ['dist/a.js', 'LICENSE']
  const list = fileList(paths)

  it('accepts the listed files, in any order', () => {
    expect(fileListProblems(list, [...paths].reverse(), false)).toEqual([])
    expect(fileListProblems(list, ['CHANGELOG.md', ...paths], true)).toEqual([])
  })

  it.each([
    ['a file too many', [...paths, 'dist/secret.js'], false, 'dist/secret.js is in the tarball'],
    ['a missing file', ['dist/a.js'], false, 'LICENSE is in the list'],
    ['a changelog that is not packed', paths, true, 'CHANGELOG.md is in the list'],
  ])('reports %s', (_, found, released, message) => {
    expect(fileListProblems(list, found, released)).toEqual([expect.stringContaining(message)])
  })

  it('reports every file if there is no list', () => {
    expect(fileListProblems('', paths, false)).toHaveLength(2)
  })
})
