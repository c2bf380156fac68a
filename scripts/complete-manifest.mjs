/** What `repository` in the root package.json says until somebody fills it in. */
const PLACEHOLDER = 'github:stream-token/stream-token-provider'

/** The address of a repository that is written as `github:owner/name`. */
export function repositoryUrl({ repository }) {
  const match = /^github:([\w-]+\/[\w.-]+)$/.exec(repository ?? '')
  if (!match) throw new Error(`package.json: repository must be github:<owner>/<name>, but is ${repository}`)
  return `https://github.com/${match[1]}`
}

/** The manifest of the package in packages/`folder`, with the fields that it takes from the root's. */
export function completeManifest(shared, folder, manifest) {
  const url = repositoryUrl(shared)
  const directory = `packages/${folder}`
  const taken = {
    keywords: [...shared.keywords, ...Object.keys(manifest.peerDependencies ?? {})],
    homepage: `${url}/tree/main/${directory}#readme`,
    bugs: `${url}/issues`,
    repository: { type: 'git', url: `git+${url}.git`, directory },
    license: shared.license,
    author: shared.author,
  }
  const { name, version, description, ...rest } = manifest
  for (const key of Object.keys(taken)) delete rest[key]
  const files = [...new Set([...(manifest.files ?? []), 'CHANGELOG.md'])]
  const scripts = { ...manifest.scripts, prepublishOnly: 'node ../../scripts/manifests.mjs --publish' }
  return { name, version, description, ...taken, ...rest, files, scripts }
}

/** Reports the fields that `--write` would change, and a description that is not a sentence. */
export function manifestProblems(shared, folder, manifest) {
  const complete = completeManifest(shared, folder, manifest)
  const problems = Object.keys(complete)
    .filter(key => JSON.stringify(complete[key]) !== JSON.stringify(manifest[key]))
    .map(key => `${key} is out of date: run pnpm manifests --write`)
  if (!/^[A-Z].+\.$/.test(manifest.description ?? '')) problems.push('description must be a sentence')
  return problems.map(problem => `packages/${folder}/package.json: ${problem}`)
}

/** Reports why nothing can be published yet. `unreleased` are the packages that have no changelog. */
export function publishProblems(shared, unreleased) {
  const problems = unreleased.map(
    folder => `packages/${folder} has no CHANGELOG.md: run pnpm version-packages before you publish`,
  )
  if (shared.repository === PLACEHOLDER)
    problems.unshift(
      `package.json: repository is still the placeholder ${PLACEHOLDER}: write your own github:<owner>/<name>, then run pnpm manifests --write`,
    )
  return problems
}
