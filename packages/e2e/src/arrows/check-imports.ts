import { type Arrow, arrows, free } from './arrows.js'
import { COMPUTED, type Import, importsOf } from './imports.js'
import { isFree, type Manifest, manifestsOf } from './manifest.js'
import {
  type Files,
  isAllowed,
  libraryModules,
  type Module,
  moduleAt,
  resolveRelative,
  type Violation,
} from './workspace.js'

const packageOf = (specifier: string): string =>
  specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')

/** The target of an import. Undefined if a relative or private import does not lead to a module of the package. */
function targetOf(
  module: Module,
  specifier: string,
  manifest: Manifest | undefined,
  workspace: ReadonlySet<string>,
): string | undefined {
  const file = specifier.startsWith('#') ? manifest?.targets.get(specifier) : specifier
  if (file === undefined) return undefined
  if (file.startsWith('.')) {
    const base = specifier.startsWith('#') ? `packages/${module.package}/package.json` : module.path
    const target = moduleAt(resolveRelative(base, file))
    return target?.package === module.package && target.part !== 'test' ? target.name : undefined
  }
  // For workspace packages each subpath is a target of its own; for others the target is the package.
  return file.startsWith('node:') || workspace.has(packageOf(file)) ? file : packageOf(file)
}

/** The arrow that applies to a module: the first that matches. */
export const arrowOf = (module: Module): Arrow | undefined =>
  arrows.find(
    line => line.package === module.package && (!line.modules || isAllowed(module.name, line.modules)),
  )

/**
 * Whether a test may import a specifier. By path it may read its own package and the test vectors. Tests of core must
 * not import other workspace packages by name. Other tests must not import `free` packages.
 */
function isAllowedInTest(
  module: Module,
  specifier: string,
  workspace: ReadonlySet<string>,
  free: ReadonlySet<string>,
): boolean {
  const name = packageOf(specifier)
  if (!specifier.startsWith('.')) {
    return module.package === 'core' ? !workspace.has(name) || name === '@stream-token/core' : !free.has(name)
  }
  const path = resolveRelative(module.path, specifier)
  if (path.startsWith(`packages/${module.package}/`)) return true
  return /^packages\/conformance\/vectors\/[^/]+\.json$/.test(path)
}

/** Reports every import that is not allowed, in sources, built JavaScript, declarations and tests. */
export function checkImports(files: Files): readonly Violation[] {
  const manifests = manifestsOf(files)
  const workspace = new Set(manifests.keys())
  const freeNames = new Set(
    [...manifests.values()].filter(({ folder }) => isFree(folder)).map(({ name }) => name),
  )
  return libraryModules(files, free).flatMap(module => {
    const manifest = [...manifests.values()].find(({ folder }) => folder === `packages/${module.package}`)
    const arrow = arrowOf(module)
    const allows = ({ specifier, kind }: Import): boolean => {
      if (module.part === 'test') return isAllowedInTest(module, specifier, workspace, freeNames)
      if (!arrow || specifier === COMPUTED) return false
      const target = targetOf(module, specifier, manifest, workspace)
      return (
        target !== undefined &&
        isAllowed(target, kind === 'type' ? [...arrow.values, ...(arrow.types ?? [])] : arrow.values)
      )
    }
    return importsOf(module.path, files.get(module.path) ?? '')
      .filter(found => !allows(found))
      .map(
        ({ specifier, kind }): Violation => ({
          rule: 'arrow',
          path: module.path,
          message: `may not import ${specifier} (${kind})`,
        }),
      )
  })
}
