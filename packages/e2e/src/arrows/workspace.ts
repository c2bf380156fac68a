import { posix } from 'node:path'

/** The workspace as data: from the path below the root, with forward slashes, to the text. */
export type Files = ReadonlyMap<string, string>

/** A violated rule, the file that violates it, and what is wrong. */
export interface Violation {
  readonly rule: 'arrow' | 'manifest' | 'cycle' | 'reach' | 'room' | 'global' | 'unbuilt'
  readonly path: string
  readonly message: string
}

/** A file of a library package. */
export interface Module {
  readonly path: string
  readonly package: string
  readonly part: 'src' | 'dist' | 'test'
  /** Its path below `src`, `dist` or `test` without the extension: `./hs256/node`. */
  readonly name: string
}

const FILE = /^packages\/([^/]+)\/(src|dist|test)\/(.+?)(?:\.d)?\.(?:[cm]?[jt]sx?)$/

/** The module at a path. Undefined for other files. */
export function moduleAt(path: string): Module | undefined {
  const [, name, part, rest] = FILE.exec(path) ?? []
  if (name === undefined || rest === undefined) return undefined
  if (part !== 'src' && part !== 'dist' && part !== 'test') return undefined
  return { path, package: name, part, name: `./${rest}` }
}

/** The modules of the library packages: all that are not in a `free` folder. */
export function libraryModules(files: Files, free: readonly string[]): readonly Module[] {
  return [...files.keys()]
    .filter(path => !free.some(folder => path.startsWith(`${folder}/`)))
    .map(moduleAt)
    .filter(module => module !== undefined)
}

/** The path, from the root, that a relative specifier points to. */
export const resolveRelative = (from: string, specifier: string): string =>
  posix.join(posix.dirname(from), specifier)

/** Whether the targets of an arrow allow a module, specifier or package name. */
export function isAllowed(target: string, allowed: readonly string[]): boolean {
  const matches = (pattern: string): boolean => {
    if (pattern === 'node:*') return target.startsWith('node:')
    if (pattern.startsWith('./')) {
      return pattern.endsWith('/')
        ? target.startsWith(pattern)
        : target === pattern || target.startsWith(`${pattern}/`)
    }
    return target === pattern
  }
  return (
    allowed.some(pattern => !pattern.startsWith('!') && matches(pattern)) &&
    !allowed.some(pattern => pattern.startsWith('!') && matches(pattern.slice(1)))
  )
}
