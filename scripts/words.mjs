import { parseSync, Visitor } from 'oxc-parser'
import { exampleFences, markdownFences } from './fences.mjs'

/** Words and phrases that the project does not use, in lower case, with what to write instead. */
const REPLACED = [
  ['answer|answers|answered|answering', 'return, respond, response or result'],
  ['tell|tells|told|telling', 'notify, return, report, say or show'],
  ['bear|bears|bearing|bore|borne', 'carry'],
  ['void|voids|voided', 'revoked, or not valid'],
  ['mend|mends|mended|mending', 'fix'],
  ['fault|faults|faulty', 'error or mistake'],
  ['ripe|ripen|ripens|ripened', 'valid, or open'],
  ['cease|ceases|ceased', 'stop or end'],
  ['heed|heeds|heeded', 'follow or use'],
  ['lest|seldom|aloud|hitherto|thereof|whence|hence', 'a common word'],
  ['that is none|that are none|whose it is|from birth', 'invalid, or a plain clause'],
].map(([words, instead]) => ({ pattern: new RegExp(`(?<![\\w-])(?:${words})(?![\\w-])`, 'gi'), instead }))

/** The keyword, as code in a string or a comment: `(): void`, `=> void call()`, `Promise<void>`. */
const KEYWORD = /(?:[:<|]|=>|\()\s*void\b|\bvoid\s+[\w.]+\(/g

const lineAt = (text, at) => text.slice(0, at).split('\n').length

/** Blanks what is not prose and keeps the lines: inline code, addresses, the targets of links. */
const withoutCode = text =>
  text.replace(/```[\s\S]*?```|``[^`]*``|`[^`\n]*`|https?:\/\/[^\s)>]+|\]\([^)]*\)/g, code =>
    code.replace(/[^\n]/g, ' '),
  )

function findIn(text, line) {
  const prose = text.replace(KEYWORD, code => ' '.repeat(code.length))
  return REPLACED.flatMap(({ pattern, instead }) =>
    [...prose.matchAll(pattern)].map(({ 0: word, index }) => ({
      line: line + lineAt(prose, index) - 1,
      word,
      instead,
    })),
  )
}

/** The words of a source: in its comments, its strings and the text of its JSX. What an import names is no prose. */
function findInSource(path, text) {
  const { program, comments, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`)
  const found = comments.flatMap(({ value, start }) => findIn(withoutCode(value), lineAt(text, start)))
  for (const { code, line } of exampleFences(text)) found.push(...inLines(findInSource('x.tsx', code), line))
  const names = new Set()
  const name = node => node && names.add(node.start)
  const add = (value, start) => found.push(...findIn(withoutCode(value), lineAt(text, start)))
  new Visitor({
    ImportDeclaration: ({ source }) => name(source),
    ExportAllDeclaration: ({ source }) => name(source),
    ExportNamedDeclaration: ({ source }) => name(source),
    ImportExpression: ({ source }) => name(source),
    TSImportType: ({ source }) => name(source),
    Literal: ({ value, start }) => {
      if (typeof value === 'string' && !names.has(start)) add(value, start)
    },
    TemplateElement: ({ value, start }) => add(value.cooked ?? '', start),
    JSXText: ({ value, start }) => add(value, start),
  }).visit(program)
  return found
}

const inLines = (found, line) => found.map(one => ({ ...one, line: one.line + line - 1 }))

/** The words of a page: in its prose, and in the comments and strings of its examples. */
function findInPage(text) {
  const examples = markdownFences(text).flatMap(({ code, line, language }) =>
    inLines(findInSource(`x.${language}`, code), line),
  )
  return [...findIn(withoutCode(text), 1), ...examples]
}

/** The comments of a style sheet, and the text of a page in HTML. */
const findInMarkup = (path, text) =>
  findIn(
    path.endsWith('.css')
      ? text.replace(/\*\/[\s\S]*?(?=\/\*|$)|^[\s\S]*?(?=\/\*|$)/g, code => code.replace(/[^\n]/g, ' '))
      : text.replace(/<[^>]*>/g, tag => tag.replace(/[^\n]/g, ' ')),
    1,
  )

/**
 * Finds the words that the project's vocabulary replaces: whole words, in comments, strings and pages. Identifiers are
 * left to the reader. Returns `{ line, word, instead }` for each.
 */
export function replacedWords(path, text) {
  if (/\.(?:[cm]?[jt]sx?)$/.test(path)) return findInSource(path, text)
  if (/\.md$/.test(path)) return findInPage(text)
  if (/\.(?:css|html)$/.test(path)) return findInMarkup(path, text)
  return findIn(text, 1)
}
