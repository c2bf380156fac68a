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
import { pack, unpack } from './tarballs.mjs'

const readJson = path => JSON.parse(readFileSync(path, 'utf8'))

/** The packages we publish: `{ folder, manifest }` each. */
export function publishedPackages(root) {
  return readdirSync(join(root, 'packages'))
    .map(name => join(root, 'packages', name))
    .filter(folder => existsSync(join(folder, 'package.json')))
    .map(folder => ({ folder, manifest: readJson(join(folder, 'package.json')) }))
    .filter(({ manifest }) => !manifest.private)
}

/** A junction, where there is such a thing: it needs no rights that a plain link does. */
export function link(target, path) {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(realpathSync(target), path, 'junction')
}

/** Unpacks a package's tarball as npm would lay it out, its own dependencies beside it. */
function install(project, { folder, manifest }) {
  const home = join(project, 'node_modules', manifest.name)
  const tarball = pack(folder, project)
  unpack(tarball, home)
  rmSync(tarball)
  // Only what the tarball declares: an undeclared import must not resolve.
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

/** Links what our packages and demos use into a project's own `node_modules`, but what is there and what `without` names. */
export function linkThirdParty(root, published, project, without = []) {
  const users = [...published.map(({ folder }) => folder), join(root, 'packages', 'e2e')]
  for (const folder of users) {
    const { dependencies, peerDependencies, devDependencies } = readJson(join(folder, 'package.json'))
    for (const name of Object.keys({ ...dependencies, ...peerDependencies, ...devDependencies })) {
      const path = join(project, 'node_modules', name)
      if (!name.startsWith('@stream-token/') && !without.includes(name) && !existsSync(path))
        link(join(folder, 'node_modules', name), path)
    }
  }
}

/**
 * Makes a project in `project` that has the packed tarballs installed, and whatever else our packages and demos
 * use in a `node_modules` of its own, so that an example may import `express` or `stream-chat`.
 * Nothing is fetched: third-party packages are links into this workspace.
 */
export function createPackedProject(root, project) {
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const published = publishedPackages(root)
  const manifests = published.map(entry => install(project, entry))
  linkThirdParty(root, published, project)
  return manifests
}
