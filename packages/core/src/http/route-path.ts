/** A route below a file without a catch-all segment, matched at the end of the path. */
const ROUTE = /(\/token|\/guest|\/revocations|\/revocations\/[^/]+)$/

/**
 * Returns the path below the mount in a framework that routes by files: the segments of its catch-all parameter, as they
 * are in the URL.
 *
 * The segments decide, because the file can be anywhere and a rewrite leaves another URL. Without them, in a file with a
 * fixed path, the end of the URL decides. A slash at the end is ignored: Next's `trailingSlash` adds it to any path.
 */
export function routePath(pathname: string, segments: readonly string[] | undefined): string {
  const path = pathname.replace(/\/$/, '')
  if (segments === undefined) return ROUTE.exec(path)?.[1] ?? ''
  const own = path.split('/').slice(-segments.length)
  const isInUrl =
    own.length === segments.length &&
    own.every((part, at) => part === segments[at] || decode(part) === decode(segments[at] ?? ''))
  // Undecoded if possible: paths are compared exactly.
  const parts = isInUrl ? own : segments.map(part => encodeURIComponent(decode(part)))
  return `/${parts.join('/')}`
}

/** Returns the catch-all segments of a route, among its parameters. */
export function catchAllOf(params: unknown): readonly string[] | undefined {
  if (typeof params !== 'object' || params === null) return undefined
  return Object.values(params).find(isStrings)
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every(part => typeof part === 'string')
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
