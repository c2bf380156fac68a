import { describe, expect, it } from 'vitest'
import { exampleFences, markdownFences } from '../fences.mjs'

const TICKS = '```'

describe('markdownFences', () => {
  it('gives the code of each ts fence and the line it starts at', () => {
    const text = `# Title\n\n${TICKS}ts\nconst a = 1\nconst b = 2\n${TICKS}\n\n${TICKS}sh\nls\n${TICKS}\n${TICKS}tsx\n<p />\n${TICKS}\n${TICKS}cts\nexport = a\n${TICKS}\n`
    expect(markdownFences(text)).toEqual([
      { line: 4, language: 'ts', code: 'const a = 1\nconst b = 2' },
      { line: 12, language: 'tsx', code: '<p />' },
      { line: 15, language: 'cts', code: 'export = a' },
    ])
  })

  it('lets no fence opt out by what follows the language', () => {
    expect(
      markdownFences(`${TICKS}ts ignore\nx\n${TICKS}\n${TICKS}ts{1}\ny\n${TICKS}`).map(({ code }) => code),
    ).toEqual(['x', 'y'])
  })

  it('refuses a fence that is never closed', () => {
    expect(() => markdownFences(`\n${TICKS}ts\nconst a = 1`)).toThrow('line 2')
  })
})

describe('exampleFences', () => {
  const source = [
    '/** No example. */',
    'export const a = 1',
    '/**',
    ' * Two.',
    ' *',
    ' * @example',
    ` * ${TICKS}ts`,
    ' * use(',
    ' *   b,',
    ' * )',
    ` * ${TICKS}`,
    ' * @returns what',
    ' * @example A title',
    ` * ${TICKS}ts`,
    ' * again()',
    ` * ${TICKS}`,
    ' */',
    'export const b = 2',
  ].join('\n')

  it('gives the code of each example, indentation kept, and the line it starts at', () => {
    expect(exampleFences(source)).toEqual([
      { line: 8, language: 'ts', code: 'use(\n  b,\n)' },
      { line: 15, language: 'ts', code: 'again()' },
    ])
  })

  it('refuses an example without a fence, which nobody would compile', () => {
    expect(() => exampleFences('\n/**\n * @example\n * use(b)\n */')).toThrow('line 3')
  })
})
