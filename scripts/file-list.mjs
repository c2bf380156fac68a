const CHANGELOG = 'CHANGELOG.md'

/** The text of a list of files: sorted, a path on each line. It names the changelog, which the first release creates. */
export const fileList = paths => `${[...new Set([...paths, CHANGELOG])].sort().join('\n')}\n`

/**
 * Compares what a tarball contains with the committed list.
 *
 * @param released whether the package has a changelog, which the tarball must then contain
 */
export function fileListProblems(list, paths, released) {
  const listed = new Set(list.split('\n').filter(path => path !== ''))
  const packed = new Set(paths)
  const stray = paths.filter(path => !listed.has(path))
  const missing = [...listed].filter(path => !packed.has(path) && (released || path !== CHANGELOG))
  return [
    ...stray.map(path => `${path} is in the tarball, but not in the list`),
    ...missing.map(path => `${path} is in the list, but not in the tarball`),
  ]
}
