/** Where a route stands in the endpoint: its last one or two segments. `trailingSlash` of Next adds a slash to any path. */
const ROUTE = /(\/token|\/revocations|\/revocations\/[^/]+)\/?$/

/** The path below the mount: the file is the mount, wherever it lies, so the last segments decide. */
export function pathBelow(pathname: string): string {
  return ROUTE.exec(pathname)?.[1] ?? ''
}
