import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'

const FENCE = /^[ \t]*```(.*)$/

const TYPESCRIPT = ['ts', 'cts', 'tsx']

/**
 * Every fence of a Markdown text in one of the languages: `{ line, language, code }`; `line` is the first line of code.
 * Text after the language is ignored, so no fence can opt out.
 */
export function markdownFences(text, languages = TYPESCRIPT) {
  const fences = []
  let open
  for (const [index, line] of text.split('\n').entries()) {
    const mark = FENCE.exec(line)
    if (open && mark && mark[1].trim() === '') {
      if (languages.includes(open.language)) fences.push({ ...open, code: open.code.join('\n') })
      open = undefined
    } else if (open) {
      open.code.push(line)
    } else if (mark) {
      open = { line: index + 2, language: mark[1].trim().split(/[\s{]/, 1)[0], code: [] }
    }
  }
  if (open) throw new Error(`the fence at line ${open.line - 1} is never closed`)
  return fences
}

/** The fences below each `@example` of a TypeScript source. An `@example` without a fence is an error. */
export function exampleFences(text) {
  const fences = []
  for (const comment of text.matchAll(/\/\*\*[\s\S]*?\*\//g)) {
    const before = text.slice(0, comment.index).split('\n').length - 1
    const plain = comment[0].replace(/\*\/$/, '').replace(/^[ \t]*(?:\/\*\*|\*) ?/gm, '')
    const [, ...examples] = plain.split(/^@example\b/m)
    let line = before + plain.split(/^@example\b/m, 1)[0].split('\n').length - 1
    for (const example of examples) {
      const found = markdownFences(example.split(/^@/m, 1)[0])
      if (found.length === 0) throw new Error(`the @example at line ${line + 1} has no ts fence`)
      fences.push(...found.map(fence => ({ ...fence, line: fence.line + line })))
      line += example.split('\n').length - 1
    }
  }
  return fences
}

const walk = (folder, ends) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true })
        .filter(name => name.endsWith(ends) && !name.split(sep).includes('node_modules'))
        .map(name => join(folder, name))
        .sort()
    : []

/** All fences that a reader could copy: those of the READMEs, the docs and the `@example`s in sources. */
export function allFences(root) {
  const packages = readdirSync(join(root, 'packages')).map(name => join(root, 'packages', name))
  const readmes = [root, ...packages].map(folder => join(folder, 'README.md')).filter(existsSync)
  const read = (files, fencesOf) =>
    files.flatMap(file => {
      try {
        return fencesOf(readFileSync(file, 'utf8')).map(fence => ({ ...fence, file }))
      } catch (error) {
        throw new Error(`${file}: ${error.message}`)
      }
    })
  return [
    ...read([...readmes, ...walk(join(root, 'docs'), '.md')], text => markdownFences(text)),
    ...read(
      packages.flatMap(folder => walk(join(folder, 'src'), '.ts')),
      exampleFences,
    ),
  ]
}
