import { importsOf } from './imports.js'
import { manifestsOf } from './manifest.js'
import { type Files, resolveRelative } from './workspace.js'

/** The files and outside modules that each file imports. */
export type Graph = ReadonlyMap<string, readonly string[]>

/**
 * The import graph of the files that `includes` selects. Resolves workspace packages through the `default` condition of
 * their `exports` and `imports`.
 */
export function graphOf(files: Files, includes: (path: string) => boolean): Graph {
  const manifests = manifestsOf(files)
  const resolve = (path: string, specifier: string): string => {
    if (specifier.startsWith('.')) return sourceOf(resolveRelative(path, specifier))
    const own = [...manifests.values()].find(({ folder }) => path.startsWith(`${folder}/`))
    const [manifest, key] = specifier.startsWith('#') ? [own, specifier] : entryOf(specifier)
    const target = manifest?.targets.get(key)
    return manifest && target ? `${manifest.folder}/${target.slice(2)}` : specifier
  }
  const entryOf = (specifier: string) => {
    const found = [...manifests.values()].find(
      ({ name }) => specifier === name || specifier.startsWith(`${name}/`),
    )
    return [found, found ? `.${specifier.slice(found.name.length)}` : specifier] satisfies [unknown, string]
  }
  // Sources import each other by the names of their built files.
  const sourceOf = (path: string): string => (files.has(path) ? path : path.replace(/\.js$/, '.ts'))
  const edges = [...files]
    .filter(([path]) => includes(path))
    .map(([path, text]): [string, readonly string[]] => [
      path,
      importsOf(path, text).map(({ specifier }) => resolve(path, specifier)),
    ])
  return new Map(edges)
}

/** The shortest path from a file to a target, including both. Undefined if there is no path. */
export function pathTo(
  graph: Graph,
  from: string,
  isTarget: (node: string) => boolean,
): readonly string[] | undefined {
  const seen = new Set([from])
  const queue: (readonly string[])[] = [[from]]
  for (const path of queue) {
    for (const next of graph.get(path.at(-1) ?? '') ?? []) {
      if (isTarget(next)) return [...path, next]
      if (seen.has(next)) continue
      seen.add(next)
      queue.push([...path, next])
    }
  }
  return undefined
}
