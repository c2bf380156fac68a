import type { AppSpec, Served } from '@stream-token/conformance'

const MOUNTS = { root: '', prefix: '/api', nested: '/v1/auth' } as const

/** The paths of an app's routes, for frameworks that remove the mount's path from the URL. */
export function pathsOf({ mount, options }: AppSpec): Pick<Served, 'base' | 'own'> {
  return { base: MOUNTS[mount] + (options.basePath ?? '/stream'), own: MOUNTS[mount] }
}
