import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { completeManifest } from '../complete-manifest.mjs'
import { fileListProblems } from '../file-list.mjs'
import { unpack } from '../tarballs.mjs'

const read = path => readFileSync(path)
const readJson = path => JSON.parse(readFileSync(path, 'utf8'))

/** What pnpm writes anew; it is compared by its fields. */
const REWRITTEN = 'package.json'

/** The file of a commit that a tarball's file must equal: the license comes from the root. */
function sourceOf(root, folder, file) {
  const own = join(folder, file)
  return existsSync(own) ? own : join(root, file)
}

/** Compares an unpacked tarball with the clone that it was released from. */
export function contentProblems(root, folder, unpacked, version) {
  const files = readdirSync(unpacked, { recursive: true }).filter(file =>
    statSync(join(unpacked, file)).isFile(),
  )
  const differs = file => {
    const source = sourceOf(root, folder, file)
    return !existsSync(source) || !read(source).equals(read(join(unpacked, file)))
  }
  const manifest = readJson(join(unpacked, REWRITTEN))
  const { repository } = completeManifest(readJson(join(root, 'package.json')), basename(folder), manifest)
  const changelog = join(unpacked, 'CHANGELOG.md')
  return [
    ...fileListProblems(readFileSync(join(folder, 'test', 'tarball.txt'), 'utf8'), files, true),
    ...files.filter(file => file !== REWRITTEN && differs(file)).map(file => `${file} has other content`),
    ...(existsSync(changelog) && readFileSync(changelog, 'utf8').includes(`\n## ${version}\n`)
      ? []
      : [`CHANGELOG.md does not mention ${version}`]),
    ...(JSON.stringify(manifest.repository) === JSON.stringify(repository) ? [] : ['repository is another']),
    ...(JSON.stringify(manifest.dependencies ?? {}).includes('workspace:')
      ? ['a dependency is still workspace:']
      : []),
  ]
}

/** Reports what is wrong with a version of a package, as the registry has it. `place` is an empty folder. */
export async function publicationProblems(url, root, { folder, manifest }, version, place) {
  const name = manifest.name
  const response = await fetch(`${url}${name.replace('/', '%2f')}`)
  const document = response.ok ? await response.json() : { versions: {} }
  const published = document.versions[version]
  if (!published) return [`${name}@${version} is not published`]
  const tarball = `${place}.tgz`
  writeFileSync(tarball, Buffer.from(await (await fetch(published.dist.tarball)).arrayBuffer()))
  unpack(tarball, place)
  const latest = document['dist-tags'].latest
  return [
    ...(latest === version ? [] : [`latest is ${latest}`]),
    ...contentProblems(root, folder, place, version),
  ].map(problem => `${name}@${version}: ${problem}`)
}
