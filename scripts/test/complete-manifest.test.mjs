import { describe, expect, it } from 'vitest'
import { completeManifest, manifestProblems, publishProblems, repositoryUrl } from '../complete-manifest.mjs'

const shared = {
  repository: 'github:owner/project.js',
  license: 'MIT',
  author: 'The authors',
  keywords: ['stream', 'token'],
}
const bare = {
  name: '@a/b',
  version: '1.0.0',
  description: 'Does one thing.',
  files: ['dist'],
  scripts: { build: 'tsc -b' },
  peerDependencies: { koa: '>=2' },
}

describe('repositoryUrl', () => {
  it('is the address on GitHub', () => {
    expect(repositoryUrl(shared)).toBe('https://github.com/owner/project.js')
  })

  it.each([undefined, 'owner/project', 'https://github.com/owner/project', 'github:owner', 'github:a/b/c'])(
    'refuses %s',
    repository => {
      expect(() => repositoryUrl({ repository })).toThrow('repository must be github:<owner>/<name>')
    },
  )
})

describe('completeManifest', () => {
  it("takes the root's fields, and keeps the package's own", () => {
    expect(completeManifest(shared, 'b', bare)).toEqual({
      ...bare,
      keywords: ['stream', 'token', 'koa'],
      homepage: 'https://github.com/owner/project.js/tree/main/packages/b#readme',
      bugs: 'https://github.com/owner/project.js/issues',
      repository: {
        type: 'git',
        url: 'git+https://github.com/owner/project.js.git',
        directory: 'packages/b',
      },
      license: 'MIT',
      author: 'The authors',
      files: ['dist', 'CHANGELOG.md'],
      scripts: { build: 'tsc -b', prepublishOnly: 'node ../../scripts/manifests.mjs --publish' },
    })
  })

  it('changes nothing in its own result', () => {
    const complete = completeManifest(shared, 'b', bare)
    expect(JSON.stringify(completeManifest(shared, 'b', complete))).toBe(JSON.stringify(complete))
  })
})

describe('manifestProblems', () => {
  const complete = completeManifest(shared, 'b', bare)

  it('accepts a complete manifest', () => {
    expect(manifestProblems(shared, 'b', complete)).toEqual([])
  })

  it.each([
    ['keywords', ['stream']],
    ['homepage', undefined],
    ['bugs', 'https://example.com'],
    ['repository', { ...complete.repository, directory: 'packages/c' }],
    ['license', 'ISC'],
    ['author', ''],
    ['files', ['dist']],
    ['scripts', { build: 'tsc -b' }],
  ])('reports another %s', (key, value) => {
    expect(manifestProblems(shared, 'b', { ...complete, [key]: value })).toEqual([
      `packages/b/package.json: ${key} is out of date: run pnpm manifests --write`,
    ])
  })

  it.each([undefined, '', 'no sentence'])('reports the description %o', description => {
    expect(manifestProblems(shared, 'b', { ...complete, description })).toEqual([
      'packages/b/package.json: description must be a sentence',
    ])
  })
})

describe('publishProblems', () => {
  it('accepts a repository of its own and packages with a changelog', () => {
    expect(publishProblems(shared, [])).toEqual([])
  })

  it('reports the placeholder and packages without a changelog', () => {
    expect(
      publishProblems({ repository: 'github:stream-token/stream-token-provider' }, ['core', 'koa']),
    ).toEqual([
      expect.stringContaining('repository is still the placeholder'),
      expect.stringContaining('packages/core has no CHANGELOG.md'),
      expect.stringContaining('packages/koa has no CHANGELOG.md'),
    ])
  })
})
