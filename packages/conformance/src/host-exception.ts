import type { Mount, Parser } from './host.js'

/** A case that a host answers before the endpoint is asked, with the host's own answer. */
export interface HostException {
  /** The hosts that answer so. */
  readonly hosts: readonly string[]
  /** Default: every one. */
  readonly parsers?: readonly Parser[]
  /** Default: every one. */
  readonly mounts?: readonly Mount[]
  /** The cases, by id. */
  readonly cases: readonly string[]
  /** The host's own answer; status 0: it hangs up. */
  readonly status: number
  /** The whole body, where it is the host's. */
  readonly body?: string
  /** Whether it is a race within the host: then the answer as everywhere is right as well. */
  readonly isRace?: boolean
  readonly why: string
}
