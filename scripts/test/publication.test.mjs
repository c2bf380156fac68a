import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contentProblems } from '../rehearsal/publication.mjs'

let home
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'publication-'))
})
afterEach(() => rmSync(home, { recursive: true }))

function write(folder, files) {
  for (const [path, content] of Object.entries(files)) {
    const full = join(home, folder, path)
    mkdirSync(dirname(full), { recursive: true })
    writeFileSync(full, typeof content === 'string' ? content : JSON.stringify(content))
  }
}

const repository = {
  type: 'git',
  url: 'git+https://github.com/somebody/something.git',
  directory: 'packages/koa',
}
const released = {
  'package.json': { name: '@stream-token/koa', repository, dependencies: { '@stream-token/core': '^0.1.0' } },
  'dist/index.js': 'export {}',
  'CHANGELOG.md': '# koa\n\n## 0.1.0\n\nFirst.\n',
  LICENSE: 'MIT',
}

/** The problems of a tarball that holds `files`, released from a commit that holds what it should. */
function problemsOf(files) {
  const { LICENSE, ...own } = released
  write('root', { LICENSE, 'package.json': { repository: 'github:somebody/something', keywords: [] } })
  write('root/packages/koa', {
    ...own,
    'test/tarball.txt': 'CHANGELOG.md\nLICENSE\ndist/index.js\npackage.json\n',
  })
  write('unpacked', files)
  const root = join(home, 'root')
  return contentProblems(root, join(root, 'packages', 'koa'), join(home, 'unpacked'), '0.1.0')
}

describe('contentProblems', () => {
  it('accepts the tarball that a commit leads to', () => {
    expect(problemsOf(released)).toEqual([])
  })

  it.each([
    ['a file with other content', { 'dist/index.js': 'export default 1' }, 'dist/index.js has other content'],
    ['another license', { LICENSE: 'none' }, 'LICENSE has other content'],
    ['a file too many', { 'dist/a.js': '' }, 'dist/a.js is in the tarball, but not in the list'],
    ['an older changelog', { 'CHANGELOG.md': '# koa\n' }, 'CHANGELOG.md does not mention 0.1.0'],
    [
      'another repository',
      { 'package.json': { repository: { ...repository, directory: 'packages/next' } } },
      'repository is another',
    ],
    [
      'a range of the workspace',
      { 'package.json': { repository, dependencies: { '@stream-token/core': 'workspace:^' } } },
      'a dependency is still workspace:',
    ],
  ])('reports %s', (_, change, problem) => {
    expect(problemsOf({ ...released, ...change })).toContain(problem)
  })

  it.each(['LICENSE', 'CHANGELOG.md', 'dist/index.js'])('reports a tarball without %s', file => {
    const { [file]: _, ...rest } = released
    expect(problemsOf(rest)).toContain(`${file} is in the list, but not in the tarball`)
  })
})
