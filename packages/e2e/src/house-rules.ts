import { parseSync, Visitor } from 'oxc-parser'
import type { Files } from './arrows/workspace.js'

const MAX_LINES = 200
const MAX_ADAPTER_FILE_LINES = 100
const MAX_ADAPTER_LINES = 200

/** The sources of each adapter. The package for Next contains two adapters, one per router. */
const ADAPTERS: Readonly<Record<string, RegExp>> = {
  express: /^packages\/express\//,
  koa: /^packages\/koa\//,
  next: /^packages\/next\/src\/(?!pages)/,
  'next/pages': /^packages\/next\/src\/pages/,
}

/** The number of lines of a source that contain code. What an entry re-exports is a list of names, and no code. */
export function codeLines(path: string, text: string): number {
  const { comments, program } = parseSync(path, text)
  const reexports = program.body.filter(
    node => node.type === 'ExportNamedDeclaration' && node.source !== null,
  )
  const bare = [...comments, ...reexports].reduce(
    (rest, { start, end }) =>
      rest.slice(0, start) + rest.slice(start, end).replace(/[^\n]/g, ' ') + rest.slice(end),
    text,
  )
  return bare.split('\n').filter(line => line.trim() !== '').length
}

/** The type assertions of a source: `as T` (except `as const`), `<T>value`, `value!` and `any`. */
export function assertions(path: string, text: string): readonly string[] {
  const found: string[] = []
  const add = ({ start, end }: { start: number; end: number }): void => {
    found.push(`${text.slice(0, start).split('\n').length}: ${text.slice(start, end).split('\n', 1)[0]}`)
  }
  new Visitor({
    TSAsExpression: node => {
      const { typeAnnotation: type } = node
      const isConst =
        type.type === 'TSTypeReference' &&
        type.typeName.type === 'Identifier' &&
        type.typeName.name === 'const'
      if (!isConst) add(node)
    },
    TSTypeAssertion: add,
    TSNonNullExpression: add,
    TSAnyKeyword: add,
  }).visit(parseSync(path, text).program)
  return found
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)

/** Reports sources that are too long or contain type assertions. */
export function checkHouseRules(files: Files): readonly string[] {
  const sources = [...files].filter(([path]) =>
    /^(?:packages|apps)\/[^/]+\/(?:src|app|lib|server)\/.*\.tsx?$/.test(path),
  )
  const found = sources.flatMap(([path, text]) => {
    const lines = text.trimEnd().split('\n').length
    const violations = assertions(path, text).map(assertion => `${path}:${assertion}`)
    return lines > MAX_LINES ? [...violations, `${path}: ${lines} lines, more than ${MAX_LINES}`] : violations
  })
  for (const [adapter, folder] of Object.entries(ADAPTERS)) {
    const own = sources.filter(([path]) => folder.test(path))
    const counts = own.map(([path, text]) => ({ path, lines: codeLines(path, text) }))
    const long = counts.filter(({ lines }) => lines > MAX_ADAPTER_FILE_LINES)
    found.push(
      ...long.map(
        ({ path, lines }) => `${path}: ${lines} lines of code, more than ${MAX_ADAPTER_FILE_LINES}`,
      ),
    )
    const total = sum(counts.map(({ lines }) => lines))
    if (total > MAX_ADAPTER_LINES)
      found.push(`packages/${adapter}: ${total} lines of code, more than ${MAX_ADAPTER_LINES}`)
  }
  return found
}
