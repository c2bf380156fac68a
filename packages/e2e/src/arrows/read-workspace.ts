import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Files } from './workspace.js'

/** The root folder of the workspace. */
export const workspaceRoot: string = fileURLToPath(new URL('../../../..', import.meta.url))

const SKIPPED = new Set(['node_modules', '.next', '.turbo', 'coverage'])
const READ = /\.(?:[cm]?[jt]sx?|json)$/

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) yield* walk(path)
    if (entry.isFile() && READ.test(entry.name)) yield path
  }
}

/** Reads the sources, built files and manifests of all packages, demos, benchmarks and scripts from disk. */
export function readWorkspace(root: string = workspaceRoot): Files {
  const files = new Map<string, string>()
  for (const folder of ['packages', 'apps', 'bench', 'scripts']) {
    if (!existsSync(join(root, folder))) continue
    for (const path of walk(join(root, folder))) {
      files.set(path.slice(root.length).replace(/^\//, ''), readFileSync(path, 'utf8'))
    }
  }
  return files
}
