/** The endpoint's routes, matched at the end of the path. Next's `trailingSlash` adds a slash to any path. */
const ROUTE = /(\/token|\/revocations|\/revocations\/[^/]+)\/?$/

/** Returns the path below the mount. The route file can be anywhere, so only the last segments are matched. */
export function pathBelow(pathname: string): string {
  return ROUTE.exec(pathname)?.[1] ?? ''
}
