import { describe, expect, it } from 'vitest'
import { exampleFences, markdownFences } from '../fences.mjs'

const TICKS = '```'

describe('markdownFences', () => {
  it('returns the code of each ts fence and the line where it starts', () => {
    const text = `# Title\n\n${TICKS}ts\nconst a = 1\nconst b = 2\n${TICKS}\n\n${TICKS}sh\nls\n${TICKS}\n${TICKS}tsx\n<p />\n${TICKS}\n${TICKS}cts\nexport = a\n${TICKS}\n`
    expect(markdownFences(text)).toEqual([
      { line: 4, language: 'ts', code: 'const a = 1\nconst b = 2' },
      { line: 12, language: 'tsx', code: '<p />' },
      { line: 15, language: 'cts', code: 'export = a' },
    ])
  })

  it('includes a fence whatever text follows its language', () => {
    expect(
      markdownFences(`${TICKS}ts ignore\nx\n${TICKS}\n${TICKS}ts{1}\ny\n${TICKS}`).map(({ code }) => code),
    ).toEqual(['x', 'y'])
  })

  it('throws on a fence that is never closed', () => {
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

  it('returns the code of each example with its indentation, and the line where it starts', () => {
    expect(exampleFences(source)).toEqual([
      { line: 8, language: 'ts', code: 'use(\n  b,\n)' },
      { line: 15, language: 'ts', code: 'again()' },
    ])
  })

  it('throws on an example without a fence, which would not be compiled', () => {
    expect(() => exampleFences('\n/**\n * @example\n * use(b)\n */')).toThrow('line 3')
  })
})
