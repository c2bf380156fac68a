import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readWorkspace, workspaceRoot } from '../src/arrows/read-workspace.js'
import { assertions, checkHouseRules, codeLines } from '../src/house-rules.js'

const files = (path: string, text: string): ReadonlyMap<string, string> => new Map([[path, text]])
const lines = (count: number, text = 'call()'): string => `${text}\n`.repeat(count)

describe('checkHouseRules', () => {
  it('reports nothing in this workspace', () => {
    expect(checkHouseRules(readWorkspace())).toEqual([])
  })

  it('reports a source of 201 lines, but not one of 200', () => {
    expect(checkHouseRules(files('packages/core/src/a.ts', lines(200)))).toEqual([])
    expect(checkHouseRules(files('packages/core/src/a.ts', lines(201)))).toHaveLength(1)
  })

  it('reports an adapter file of 101 lines of code, without counting comments and blank lines', () => {
    const commented = lines(100) + lines(20, '// why') + lines(20, '')
    expect(checkHouseRules(files('packages/koa/src/a.ts', commented))).toEqual([])
    expect(checkHouseRules(files('packages/koa/src/a.ts', lines(101)))).toHaveLength(1)
  })

  it('reports an adapter of 201 lines of code in several files', () => {
    const parts = ['a', 'b', 'c'].map((name): [string, string] => [`packages/next/src/${name}.ts`, lines(67)])
    const pages: [string, string] = ['packages/next/src/pages/d.ts', lines(90)]
    expect(checkHouseRules(new Map([...parts, pages]))).toEqual([
      expect.stringContaining('packages/next: 201'),
    ])
  })

  it('reports the sources of a demo and of its pages', () => {
    expect(checkHouseRules(files('apps/web/src/page/demo/a.tsx', 'f(x as any)\n'))).toHaveLength(2)
    expect(checkHouseRules(files('apps/next-chat/lib/a.ts', lines(201)))).toHaveLength(1)
  })

  it('does not check tests', () => {
    expect(checkHouseRules(files('packages/core/test/a.ts', lines(500, 'x as any')))).toEqual([])
  })
})

describe('codeLines', () => {
  it('does not treat a comment mark in a string as a comment', () => {
    expect(codeLines('a.ts', `const url = 'https://x' // where\n/* long\n\n*/\nconst open = '/*'\n`)).toBe(2)
  })
})

describe('codeLines of an entry', () => {
  it('does not count the names that it re-exports', () => {
    const text = "export {\n  a,\n  b,\n} from './a.js'\nexport const c = 1\nexport { c as d }\n"
    expect(codeLines('index.ts', text)).toBe(2)
  })
})

describe('assertions', () => {
  it.each(['x as string', '<string>x', 'x!', 'let x: any', 'x as unknown as Y', 'f<any>()'])(
    'reports `%s`',
    text => {
      expect(assertions('a.ts', text)).not.toEqual([])
    },
  )

  it.each([
    'x as const',
    "import * as z from 'zod'",
    'export { a as b }',
    'x satisfies string',
    '!x',
    'let any: string',
    "'x as y'",
  ])('accepts `%s`', text => {
    expect(assertions('a.ts', text)).toEqual([])
  })
})

describe('changesets', () => {
  const folder = join(workspaceRoot, '.changeset')
  const published = [...readWorkspace()]
    .filter(([path]) => /^packages\/[^/]+\/package\.json$/.test(path))
    .map(([, text]): { name: string; private?: boolean } => JSON.parse(text))
    .filter(manifest => !manifest.private)
    .map(({ name }) => name)
    .sort()

  it('give all published packages the same version', () => {
    const { fixed } = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'))
    expect(fixed.map((group: string[]) => [...group].sort())).toEqual([published])
  })

  it('name only published packages', () => {
    const sets = readdirSync(folder).filter(name => name.endsWith('.md') && name !== 'README.md')
    const named = sets.flatMap(name => {
      const [, front = ''] = readFileSync(join(folder, name), 'utf8').split('---')
      return [...front.matchAll(/^['"]?([^'":\n]+)['"]?:/gm)].map(match => match[1])
    })
    expect(named.filter(name => !published.includes(name ?? ''))).toEqual([])
  })
})
