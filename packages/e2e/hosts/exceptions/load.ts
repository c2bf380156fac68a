/** What a host does to responses whose client has left, after the endpoint has done its part. */
export interface LoadException {
  readonly hosts: readonly string[]
  /** As `watchProcess` tells them. */
  readonly faults: readonly string[]
  readonly why: string
}

/** Where a host does more than nothing with a response that nobody waits for. */
export const LOAD_EXCEPTIONS: readonly LoadException[] = [
  {
    hosts: ['hono'],
    faults: ['end of data to a response that is closed'],
    // Its responseViaCache calls writeHead and end on whatever it has awaited: an app without this package's code does it too.
    why: '@hono/node-server ends every response, and does not ask whether the client is still there. Node drops what it writes.',
  },
]
