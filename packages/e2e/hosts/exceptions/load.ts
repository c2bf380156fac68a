/** Writes of hosts to responses whose client has left. */
export interface LoadException {
  readonly hosts: readonly string[]
  /** The errors that `watchProcess` reports. */
  readonly errors: readonly string[]
  readonly why: string
}

/** The hosts that write to a response after its client has left. */
export const LOAD_EXCEPTIONS: readonly LoadException[] = [
  {
    hosts: ['hono'],
    errors: ['end of data to a response that is closed'],
    // Its `responseViaCache` calls `writeHead` and `end` without a check, also in an app without this package.
    why: '`@hono/node-server` ends every response without checking whether the client is still connected. Node discards the data.',
  },
]
