import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { publishedPackages } from '../packed-project.mjs'
import { publicationProblems } from './publication.mjs'

/** After how many packages a release is killed, and then the release that was to complete it. */
const KILLED_AFTER = [1, 2]

const raiseIfAny = problems => {
  if (problems.length > 0) throw new Error(problems.join('\n'))
}

/** The next patch version. */
export function nextPatch(version) {
  const [major, minor, patch] = version.split('.').map(Number)
  return `${major}.${minor}.${patch + 1}`
}

/** Reports the manifests that do not have the version of the release. */
export function groupProblems(manifests, version) {
  return manifests
    .filter(manifest => manifest.version !== version)
    .map(manifest => `${manifest.name} has version ${manifest.version}, not ${version}`)
}

/** Reports packages that a release did not publish exactly once. `publishes` are the requests that it made. */
export function publishProblems(names, publishes) {
  const refused = publishes.filter(({ status }) => status >= 300)
  const times = name => publishes.filter(({ path }) => path === name).length
  return [
    ...refused.map(({ path, status }) => `${path}: the registry refused a publish with ${status}`),
    ...names.filter(name => times(name) !== 1).map(name => `${name} was published ${times(name)} times`),
  ]
}

/** Merges the version pull request, as it were. Resolves with the version of all packages. */
async function raiseVersions({ clone }) {
  await clone.npm('version-packages')
  await clone.commit('chore(repo): release')
  return publishedPackages(clone.place)
}

/** Checks what the release of `version` has left in the registry and among the tags. */
async function checkRelease({ clone, registry, home }, published, version, publishes) {
  const names = published.map(({ manifest }) => manifest.name)
  const place = mkdtempSync(join(home, 'tarballs-'))
  const found = []
  for (const [index, each] of published.entries()) {
    const unpacked = join(place, String(index))
    mkdirSync(unpacked)
    found.push(...(await publicationProblems(registry.url, clone.place, each, version, unpacked)))
  }
  raiseIfAny([...found, ...publishProblems(names, publishes)])
}

async function checkTags({ clone }, published, version) {
  await clone.npm('tag-packages')
  const tags = (await clone.git('tag', '--points-at', 'HEAD')).split('\n')
  const missing = published.filter(({ manifest }) => !tags.includes(`${manifest.name}@${version}`))
  raiseIfAny(missing.map(({ manifest }) => `there is no tag ${manifest.name}@${version}`))
}

/** Runs a release to its end. `expected` is the version; without it, what the changesets lead to. */
async function release(state, expected, publish) {
  const from = state.registry.publishes.length
  const published = await raiseVersions(state)
  const version = expected ?? published[0].manifest.version
  raiseIfAny(
    groupProblems(
      published.map(({ manifest }) => manifest),
      version,
    ),
  )
  await publish()
  await checkRelease(state, published, version, state.registry.publishes.slice(from))
  await checkTags(state, published, version)
  state.version = version
}

/** Writes a changeset for one package. */
export async function changeOnePackage({ clone }) {
  const text = "---\n'@stream-token/express': patch\n---\n\nA change to one package.\n"
  writeFileSync(join(clone.place, '.changeset', 'one-package.md'), text)
  await clone.commit('fix(express): change one package')
}

/** Publishes all packages, with the changesets that stand. */
export const firstRelease = state => release(state, undefined, () => state.clone.npm('release'))

/** All packages share one version, so a change to one raises all. */
export const secondRelease = state =>
  release(state, nextPatch(state.version), () => state.clone.npm('release'))

/** The same, killed after some packages. Running it again publishes the rest. */
export function killedRelease(state) {
  const { clone, registry } = state
  return release(state, nextPatch(state.version), async () => {
    for (const count of KILLED_AFTER) {
      registry.admit(count)
      const killed = clone.startRelease()
      const early = killed.exited.then(code => {
        throw new Error(`the release ended with ${code} before it could be killed`)
      })
      await Promise.race([registry.published(count), early])
      early.catch(() => {})
      killed.kill()
      await killed.closed
    }
    registry.admit()
    await clone.npm('release')
  })
}

/** A release of what is published already. */
export async function emptyRelease({ clone, registry }) {
  const before = registry.publishes.length
  await clone.npm('release')
  const publishes = registry.publishes.slice(before)
  raiseIfAny(publishes.map(({ path }) => `${path} was published again`))
}
