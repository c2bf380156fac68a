const FIELDS = ['dependencies', 'devDependencies']

/** The text of an example's manifest, with the ranges of our packages at `^version`. The rest stays as it is. */
export function withRanges(text, version) {
  const manifest = JSON.parse(text)
  for (const field of FIELDS) {
    for (const name of Object.keys(manifest[field] ?? {})) {
      if (name.startsWith('@stream-token/')) manifest[field][name] = `^${version}`
    }
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}
