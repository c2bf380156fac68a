import { arrows, exactDependencies, free, peers } from './arrows.js'
import type { Files, Violation } from './workspace.js'

type Field = 'dependencies' | 'peerDependencies' | 'devDependencies' | 'optionalDependencies'

/** The parts of a package.json that the rules check. */
export interface Manifest {
  readonly path: string
  readonly folder: string
  readonly name: string
  readonly names: Readonly<Record<Field, readonly string[]>>
  /** The `default` targets of `exports` and `imports`. */
  readonly targets: ReadonlyMap<string, string>
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const keys = (value: unknown): readonly string[] => (isRecord(value) ? Object.keys(value) : [])

function defaultTargets(...maps: unknown[]): ReadonlyMap<string, string> {
  const entries = maps.filter(isRecord).flatMap(map => Object.entries(map))
  return new Map(
    entries.flatMap(([key, value]): [string, string][] => {
      const target = isRecord(value) ? value.default : value
      return typeof target === 'string' ? [[key, target]] : []
    }),
  )
}

/** The manifests of the workspace, by package name. */
export function manifestsOf(files: Files): ReadonlyMap<string, Manifest> {
  const found = new Map<string, Manifest>()
  for (const [path, text] of files) {
    const json: unknown = path.endsWith('/package.json') ? JSON.parse(text) : undefined
    if (!isRecord(json) || typeof json.name !== 'string') continue
    found.set(json.name, {
      path,
      folder: path.slice(0, -'/package.json'.length),
      name: json.name,
      names: {
        dependencies: keys(json.dependencies),
        peerDependencies: keys(json.peerDependencies),
        devDependencies: keys(json.devDependencies),
        optionalDependencies: keys(json.optionalDependencies),
      },
      targets: defaultTargets(json.exports, json.imports),
    })
  }
  return found
}

/** Whether a package folder may import anything. */
export const isFree = (folder: string): boolean =>
  free.some(root => folder === root || folder.startsWith(`${root}/`))

/** Reports dependencies that no arrow allows, peers listed as dependencies, and packages without an arrow. */
export function checkManifests(files: Files): readonly Violation[] {
  const manifests = manifestsOf(files)
  const isPrivate = (name: string): boolean => isFree(manifests.get(name)?.folder ?? '')
  return [...manifests.values()].flatMap(({ path, folder, names }) => {
    const violation = (message: string): Violation => ({ rule: 'manifest', path, message })
    const all = Object.values(names).flat()
    // A demo may depend on the page that it serves, and the end-to-end tests on the demos.
    const mayUse = folder === 'packages/e2e' || folder.startsWith('apps/') ? /^apps\// : /^$/
    const forbidden = all.filter(name => isPrivate(name) && !mayUse.test(manifests.get(name)?.folder ?? ''))
    const found = forbidden.map(name => violation(`no package may depend on ${name}`))
    if (isFree(folder)) return found
    const short = folder.replace(/^packages\//, '')
    const lines = arrows.filter(line => line.package === short)
    if (lines.length === 0)
      return [...found, violation(`there is no arrow for ${folder}: add one to arrows.ts`)]
    const allowed = lines.flatMap(line => [...line.values, ...(line.types ?? []), ...(line.named ?? [])])
    const needed = [...names.dependencies, ...names.peerDependencies, ...names.optionalDependencies]
    for (const name of needed) {
      if (!allowed.includes(name)) found.push(violation(`${short} may not depend on ${name}`))
    }
    for (const name of [...names.dependencies, ...names.optionalDependencies]) {
      if (peers.includes(name)) found.push(violation(`the app provides ${name}: make it a peer dependency`))
    }
    const exact = exactDependencies[short]
    if (exact && [...exact].sort().join() !== [...needed].sort().join()) {
      found.push(violation(`the dependencies of ${short} must be exactly [${exact.join(', ')}]`))
    }
    if (short === 'core') {
      const inside = names.devDependencies.filter(name => manifests.has(name))
      found.push(...inside.map(name => violation(`the tests of core may not depend on ${name}`)))
    }
    return found
  })
}
