import { free, unreachable } from './arrows.js'
import { graphOf, pathTo } from './graph.js'
import { type Files, isAllowed, libraryModules, type Violation } from './workspace.js'

const show = (path: readonly string[]): string =>
  path.map(node => node.replace(/^packages\//, '')).join(' → ')

/** Reports built modules that import a module listed in `unreachable`, directly or indirectly. */
export function checkReach(files: Files): readonly Violation[] {
  const graph = graphOf(files, path => path.includes('/dist/') && path.endsWith('.js'))
  return unreachable.flatMap(({ from, never }): readonly Violation[] => {
    const path = pathTo(graph, from, node => isAllowed(node, [never]))
    return path ? [{ rule: 'reach', path: from, message: `reaches ${never}: ${show(path)}` }] : []
  })
}

/** Reports import cycles between the sources of a package, including imports of types. */
export function checkCycles(files: Files): readonly Violation[] {
  const modules = libraryModules(files, free).filter(({ part }) => part === 'src')
  const paths = new Set(modules.map(({ path }) => path))
  const graph = graphOf(files, path => paths.has(path))
  const reported = new Set<string>()
  return modules.flatMap(({ path }): readonly Violation[] => {
    const cycle = pathTo(graph, path, node => node === path)
    if (!cycle || cycle.some(node => reported.has(node))) return []
    for (const node of cycle) reported.add(node)
    return [{ rule: 'cycle', path, message: show(cycle) }]
  })
}

/** Reports sources that are not built. Without the built files, the rules about them would pass. */
export function checkBuilt(files: Files): readonly Violation[] {
  return libraryModules(files, free)
    .filter(({ path, part }) => part === 'src' && !path.endsWith('.d.ts'))
    .filter(({ path }) => {
      const built = path.replace('/src/', '/dist/').replace(/\.tsx?$/, '')
      return !files.has(`${built}.js`) || !files.has(`${built}.d.ts`)
    })
    .map(({ path }) => ({
      rule: 'unbuilt',
      path,
      message: 'has no built JavaScript or declarations: run the build',
    }))
}
