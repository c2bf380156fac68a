import { posix } from 'node:path'

/** The workspace as data: path from the root, with forward slashes, to text. */
export type Files = ReadonlyMap<string, string>

/** A broken rule, where, and what to do or undo. */
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
  /** Its place below `src` or `dist` without extension: `./hs256/node`. */
  readonly name: string
}

const FILE = /^packages\/([^/]+)\/(src|dist|test)\/(.+?)(?:\.d)?\.(?:[cm]?[jt]sx?)$/

/** Reads a path as a module of a package; other files are none. */
export function moduleAt(path: string): Module | undefined {
  const [, name, part, rest] = FILE.exec(path) ?? []
  if (name === undefined || rest === undefined) return undefined
  if (part !== 'src' && part !== 'dist' && part !== 'test') return undefined
  return { path, package: name, part, name: `./${rest}` }
}

/** The modules of the library packages: those not in a `free` folder. */
export function libraryModules(files: Files, free: readonly string[]): readonly Module[] {
  return [...files.keys()]
    .filter(path => !free.some(folder => path.startsWith(`${folder}/`)))
    .map(moduleAt)
    .filter(module => module !== undefined)
}

/** Where a relative specifier points, from the root. */
export const resolveRelative = (from: string, specifier: string): string =>
  posix.join(posix.dirname(from), specifier)

/** Whether a module, specifier or package name is among the targets of an arrow. */
export function isAllowed(target: string, allowed: readonly string[]): boolean {
  const fits = (pattern: string): boolean => {
    if (pattern === 'node:*') return target.startsWith('node:')
    if (pattern.startsWith('./')) {
      return pattern.endsWith('/')
        ? target.startsWith(pattern)
        : target === pattern || target.startsWith(`${pattern}/`)
    }
    return target === pattern
  }
  return (
    allowed.some(pattern => !pattern.startsWith('!') && fits(pattern)) &&
    !allowed.some(pattern => pattern.startsWith('!') && fits(pattern.slice(1)))
  )
}
