import type { AppSpec } from '@stream-token/conformance'

const MOUNTS = { root: '', prefix: '/api', nested: '/v1/auth' } as const

/** The path below which the routes of an app are, where mounts take away what they are mounted at. */
export function baseOf({ mount, options }: AppSpec): string {
  return MOUNTS[mount] + (options.basePath ?? '/stream')
}
