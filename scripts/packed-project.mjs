import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { shell } from './run.mjs'

const readJson = path => JSON.parse(readFileSync(path, 'utf8'))

/** The published packages: `{ folder, manifest }` each. */
export function publishedPackages(root) {
  return readdirSync(join(root, 'packages'))
    .map(name => join(root, 'packages', name))
    .filter(folder => existsSync(join(folder, 'package.json')))
    .map(folder => ({ folder, manifest: readJson(join(folder, 'package.json')) }))
    .filter(({ manifest }) => !manifest.private)
}

const link = (target, path) => {
  mkdirSync(dirname(path), { recursive: true })
  // A junction needs no rights on Windows; elsewhere the type is ignored.
  symlinkSync(realpathSync(target), path, 'junction')
}

/** Unpacks a package's tarball into `node_modules` as npm would, and links its dependencies. */
function unpack(project, { folder, manifest }) {
  const home = join(project, 'node_modules', manifest.name)
  const packed = execFileSync('pnpm', ['pack', '--json', '--pack-destination', project], {
    cwd: folder,
    shell,
    encoding: 'utf8',
  })
  const { filename } = JSON.parse(packed)
  mkdirSync(home, { recursive: true })
  execFileSync('tar', ['-xzf', filename, '--strip-components=1', '-C', home])
  rmSync(filename)
  // Link only what the tarball declares: an undeclared import must not resolve.
  const { dependencies, peerDependencies } = readJson(join(home, 'package.json'))
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    const target = join(folder, 'node_modules', name)
    if (
      !existsSync(join(project, 'node_modules', name)) &&
      !name.startsWith('@stream-token/') &&
      existsSync(target)
    ) {
      link(target, join(home, 'node_modules', name))
    }
  }
  return readJson(join(home, 'package.json'))
}

/**
 * Creates a project that has the packed tarballs installed, and everything that our packages and demos use, so that an
 * example may import `express` or `stream-chat`. Nothing is fetched: third-party packages are links into this workspace.
 */
export function createPackedProject(root, project) {
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const published = publishedPackages(root)
  const manifests = published.map(entry => unpack(project, entry))
  const users = [...published.map(({ folder }) => folder), join(root, 'packages', 'e2e')]
  for (const folder of users) {
    const { dependencies, peerDependencies, devDependencies } = readJson(join(folder, 'package.json'))
    for (const name of Object.keys({ ...dependencies, ...peerDependencies, ...devDependencies })) {
      const path = join(project, 'node_modules', name)
      if (!name.startsWith('@stream-token/') && !existsSync(path))
        link(join(folder, 'node_modules', name), path)
    }
  }
  return manifests
}
