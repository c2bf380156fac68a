import { describe, expect, it } from 'vitest'
import { replacedWords } from '../words.mjs'

const TICKS = '```'
const wordsIn = (path, text) => replacedWords(path, text).map(({ line, word }) => `${line} ${word}`)

describe('replacedWords', () => {
  it.each([
    'answer answers answered answering',
    'tell tells told telling',
    'bear bears bearing borne',
    'void voids voided',
    'mend mends mended mending',
    'fault faults faulty',
    'ripe ripen ripens',
    'cease ceases ceased',
    'heed heeds',
    'seldom aloud lest whence',
  ])('finds the planted words %s in a comment, a string and a page', planted => {
    for (const word of planted.split(' ')) {
      const [found] = replacedWords('a.md', `One ${word} here.`)
      expect(found, word).toMatchObject({ line: 1, word, instead: expect.stringMatching(/\w/) })
      expect(wordsIn('a.ts', `// one ${word} here\nconst a = 1`)).toEqual([`1 ${word}`])
      expect(wordsIn('a.ts', `const a = 1\nconst b = 'one ${word} here'`)).toEqual([`2 ${word}`])
    }
  })

  it.each(['that is none', 'those that are none', 'whose it is', 'revoked from birth'])(
    'finds the phrase "%s"',
    phrase => {
      expect(replacedWords('a.md', `A token ${phrase}.`)).toHaveLength(1)
    },
  )

  it('finds a word whatever its case, on its own line', () => {
    expect(wordsIn('a.ts', '/**\n * First.\n * Tells the time.\n */\nconst a = `\n\nFaults`')).toEqual([
      '3 Tells',
      '7 Faults',
    ])
  })

  it.each([
    ['an identifier', 'const answer = faults(told)'],
    ['the keyword', 'function f(): void {\n  void g()\n}'],
    ['the keyword in a string of code', "const code = 'function f(): void { void g() }'"],
    ['the keyword in a type argument', "const code = 'Promise<void>'"],
    ['what an import names', "import { a } from './answer.js'\nexport * from './fault.js'"],
    ['code in a comment', '/** Calls `answer(fault)` once. */\nconst a = 1'],
    ['a longer word', '// the bearer, default, foretold, avoid, bearer-token'],
    ['a hyphenated name', '// see answer-key'],
  ])('passes over %s', (_what, text) => {
    expect(replacedWords('a.ts', text)).toEqual([])
  })

  it('reads the text of JSX', () => {
    expect(wordsIn('a.tsx', 'const a = <p>One answer</p>')).toEqual(['1 answer'])
  })

  it('reads comments and strings of the examples in a page and in a docstring, not their code', () => {
    const example = `${TICKS}ts\nconst answer = 1 // told\n${TICKS}`
    expect(wordsIn('a.md', `# Title\n\n${example}\n`)).toEqual(['4 told'])
    expect(
      wordsIn('a.ts', `/**\n * @example\n * ${example.replaceAll('\n', '\n * ')}\n */\nconst a = 1`),
    ).toEqual(['4 told'])
  })

  it.each([
    ['an address', 'See https://example.com/answer/fault and [the page](answer.md).'],
    ['inline code', 'Returns `void`, or `told`.'],
  ])('passes over %s in a page', (_what, text) => {
    expect(replacedWords('a.md', text)).toEqual([])
  })

  it('reads the comments of a style sheet and the text of HTML', () => {
    expect(wordsIn('a.css', '.answer { color: red }\n/* told */')).toEqual(['2 told'])
    expect(wordsIn('a.html', '<p class="answer">\ntold</p>')).toEqual(['2 told'])
  })

  it('refuses a source that it cannot parse', () => {
    expect(() => replacedWords('a.ts', 'const = ')).toThrow('a.ts')
  })
})
