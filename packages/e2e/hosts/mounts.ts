import type { AppSpec } from '@stream-token/conformance'

const MOUNTS = { root: '', prefix: '/api', nested: '/v1/auth' } as const

/** The base path of an app's routes, for frameworks that remove the mount's path from the URL. */
export function baseOf({ mount, options }: AppSpec): string {
  return MOUNTS[mount] + (options.basePath ?? '/stream')
}
