import { parseSync, Visitor } from 'oxc-parser'
import { free, globalFiles } from './arrows.js'
import { type Files, libraryModules, type Violation } from './workspace.js'

export type HiddenInput = keyof typeof globalFiles

const GLOBAL_OBJECTS = new Set(['globalThis', 'global', 'self', 'window'])
const NODE_PROCESS = new Set(['node:process', 'process'])

/** The hidden inputs that a source reads. A possible alias of one counts as well. */
export function hiddenInputs(path: string, text: string): ReadonlySet<HiddenInput> {
  const found = new Set<HiddenInput>()
  // The positions of `process` and `Date` where neither the environment nor the clock is read.
  const harmless = new Set<number>()
  new Visitor({
    MemberExpression: ({ object, property, computed }) => {
      const name = !computed ? property.name : property.type === 'Literal' ? property.value : undefined
      if (!computed) harmless.add(property.start)
      if (object.type === 'MetaProperty' && name === 'env') found.add('process.env')
      if (object.type !== 'Identifier') return
      if (object.name === 'process' && name !== 'env' && typeof name === 'string') harmless.add(object.start)
      if (object.name === 'Date' && typeof name === 'string' && name !== 'now') harmless.add(object.start)
      if (GLOBAL_OBJECTS.has(object.name) && name === 'process') found.add('process.env')
      if (GLOBAL_OBJECTS.has(object.name) && name === 'Date') found.add('Date.now()')
    },
    NewExpression: ({ callee, arguments: given }) => {
      if (callee.type === 'Identifier' && callee.name === 'Date' && given.length > 0)
        harmless.add(callee.start)
    },
    BinaryExpression: ({ operator, right }) => {
      if (operator === 'instanceof') harmless.add(right.start)
    },
    UnaryExpression: ({ operator, argument }) => {
      if (operator === 'typeof') harmless.add(argument.start)
    },
    TSTypeReference: ({ typeName }) => harmless.add(typeName.start),
    Property: ({ key, shorthand }) => {
      if (!shorthand) harmless.add(key.start)
    },
    TSPropertySignature: ({ key }) => harmless.add(key.start),
    ImportDeclaration: ({ source, importKind }) => {
      if (importKind !== 'type' && NODE_PROCESS.has(source.value)) found.add('process.env')
    },
    Identifier: ({ name, start }) => {
      if (harmless.has(start)) return
      if (name === 'process') found.add('process.env')
      if (name === 'Date') found.add('Date.now()')
    },
  }).visit(parseSync(path, text).program)
  return found
}

/** Reports sources that read the environment or the clock, if a package has more of them than `globalFiles` allows. */
export function checkGlobals(files: Files): readonly Violation[] {
  const sources = libraryModules(files, free).filter(({ part }) => part === 'src')
  const inputs: readonly HiddenInput[] = ['process.env', 'Date.now()']
  return inputs.flatMap(input => {
    const users = sources.filter(({ path }) => hiddenInputs(path, files.get(path) ?? '').has(input))
    return users
      .filter(
        user =>
          users.filter(other => other.package === user.package).length >
          (globalFiles[input][user.package] ?? 0),
      )
      .map(({ path, package: name }): Violation => {
        const most = globalFiles[input][name] ?? 0
        return { rule: 'global', path, message: `reads ${input}; files of ${name} that may read it: ${most}` }
      })
  })
}
