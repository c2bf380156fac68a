import { parseSync, Visitor } from 'oxc-parser'

/** One module that a file imports: at run time (`value`), or only for its types. */
export interface Import {
  readonly specifier: string
  readonly kind: 'value' | 'type'
}

/** The specifier of an import whose target is not a literal: `import(name)`, `require(name)`. */
export const COMPUTED = '(computed)'

/**
 * Lists the modules that a TypeScript, JavaScript or declaration file imports, re-exports or uses in a type.
 *
 * @throws Error if the file does not parse: an unread file would pass every rule.
 */
export function importsOf(path: string, text: string): readonly Import[] {
  const { program, comments, errors } = parseSync(path, text)
  const [error] = errors
  if (error) throw new Error(`${path}: ${error.message}`)
  const found: Import[] = []
  const add = (specifier: string, type: boolean): void => {
    found.push({ specifier, kind: type || path.endsWith('.d.ts') ? 'type' : 'value' })
  }
  for (const { type, value } of comments) {
    const reference = type === 'Line' ? /^\/\s*<reference\s+types="([^"]+)"/.exec(value)?.[1] : undefined
    // Node's types are the only package whose name differs from its specifiers.
    if (reference) add(reference === 'node' ? 'node:types' : reference, true)
  }
  new Visitor({
    ImportDeclaration: node => add(node.source.value, node.importKind === 'type'),
    ExportAllDeclaration: node => add(node.source.value, node.exportKind === 'type'),
    ExportNamedDeclaration: node => {
      if (node.source) add(node.source.value, node.exportKind === 'type')
    },
    TSImportType: node => add(node.source.value, true),
    TSExternalModuleReference: node => add(node.expression.value, false),
    TSModuleDeclaration: node => {
      if (node.id.type === 'Literal') add(node.id.value, true)
    },
    ImportExpression: ({ source }) => {
      add(source.type === 'Literal' && typeof source.value === 'string' ? source.value : COMPUTED, false)
    },
    CallExpression: ({ callee }) => {
      // ES modules would need createRequire even for a literal require(), and nothing here needs that.
      if (callee.type === 'Identifier' && callee.name === 'require') add(COMPUTED, false)
    },
  }).visit(program)
  return found
}
