import { execFileSync } from 'node:child_process'
import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { compile } from './compile.mjs'

/** The names of the projects in `examples/`. */
export function exampleProjects(root) {
  return readdirSync(join(root, 'examples'), { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

/**
 * Compiles the projects in `examples/` with their own settings, below a packed project, whose packages they find. Returns
 * the errors. What somebody has installed or built in them is left out.
 */
export function compileExampleProjects(root, project) {
  return exampleProjects(root).flatMap(name => {
    const from = `examples/${name}`
    const folder = join(project, 'projects', name)
    const paths = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', '.'], {
      cwd: join(root, from),
      encoding: 'utf8',
    })
    for (const path of paths.split('\n').filter(path => path !== '')) {
      cpSync(join(root, from, path), join(folder, path))
    }
    return compile(folder, 'typescript', file =>
      file.includes('node_modules') ? undefined : `${from}/${file}`,
    )
  })
}
