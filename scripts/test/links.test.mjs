import { describe, expect, it } from 'vitest'
import { anchorsOf, brokenLinks, linksOf } from '../links.mjs'

const base = 'https://github.com/owner/project'
const pages = new Map([
  ['docs/a.md', '# A page\n\n## The `basePath` option\n\n## Twice\n\n## Twice\n'],
  ['packages/x/README.md', '# X\n'],
])
const files = new Set([...pages.keys(), 'docs', 'docs/flow.svg', 'LICENSE'])

const check = (text, packaged = false, path = 'docs/b.md') =>
  brokenLinks(path, {
    pages: new Map([...pages, [path, text]]),
    exists: file => files.has(file) || file === path,
    base,
    packaged,
  }).map(({ line, message }) => `${line} ${message}`)

describe('linksOf', () => {
  it('finds links and pictures by line, and none in code', () => {
    const text = '[a](x.md) ![b](y.svg "title")\n`[c](z.md)`\n```md\n[d](w.md)\n```\n[![e](badge.svg)](v.md)'
    expect(linksOf(text)).toEqual([
      { line: 1, target: 'x.md' },
      { line: 1, target: 'y.svg' },
      { line: 6, target: 'badge.svg' },
      { line: 6, target: 'v.md' },
    ])
  })
})

describe('anchorsOf', () => {
  it('makes anchors as GitHub does', () => {
    expect([
      ...anchorsOf('# A `b` & [c](d)\n## Same\n## Same\n```\n# no\n```\n## `node:http`, Fastify'),
    ]).toEqual(['a-b--c', 'same', 'same-1', 'nodehttp-fastify'])
  })
})

describe('brokenLinks', () => {
  it.each([
    '[a](a.md)',
    '[a](a.md#the-basepath-option)',
    '[a](a.md#twice-1)',
    '![a](flow.svg)',
    '[a](../LICENSE)',
    '[a](../packages/x/README.md#x)',
    `[a](${base}/blob/main/docs/a.md#a-page)`,
    '[a](https://example.com/nowhere#x)',
    '## Here\n\n[a](#here)',
  ])('passes %j', text => {
    expect(check(text)).toEqual([])
  })

  it.each([
    ['[a](none.md)', 'docs/none.md'],
    ['[a](a.md#none)', '#none'],
    ['[a](#none)', '#none'],
    ['[a](../../outside.md)', 'does not exist'],
    [`[a](${base}/blob/main/docs/none.md)`, 'docs/none.md'],
    [`[a](${base}/blob/main/docs/a.md#none)`, '#none'],
  ])('reports %s', (text, part) => {
    expect(check(text)).toEqual([expect.stringContaining(part)])
  })

  it('reports a relative link in a page that npm shows', () => {
    const path = 'packages/x/README.md'
    expect(check('# X\n\n[a](../../docs/a.md)', true, path)).toEqual([
      expect.stringMatching(/^3 .*is relative/),
    ])
    expect(check(`# X\n\n[a](#x) [b](${base}/blob/main/docs/a.md)`, true, path)).toEqual([])
  })
})
