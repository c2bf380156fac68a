import type { Mount, Parser } from './host.js'

/** Cases in which a host responds before the endpoint is called, with the host's own response. */
export interface HostException {
  /** The names of the hosts. */
  readonly hosts: readonly string[]
  /** Default: all. */
  readonly parsers?: readonly Parser[]
  /** Default: all. */
  readonly mounts?: readonly Mount[]
  /** The ids of the cases. */
  readonly cases: readonly string[]
  /** The status of the host's own response; 0 if it closes the connection. */
  readonly status: number
  /** The whole body, if it is the host's. */
  readonly body?: string
  /** Whether the result depends on a race in the host: then the standard response is accepted too. */
  readonly isRace?: boolean
  readonly why: string
}
