import type { AppSpec } from '@stream-token/conformance/app'

const PREFIXES = { root: '', prefix: '/api', nested: '/v1/auth' } as const

export const MOUNTS = ['root', 'prefix', 'nested'] as const

/** The mount in an app that serves all settings. Its first segment is the setting. */
export function ownIn({ setting, mount }: Pick<AppSpec, 'setting' | 'mount'>): string {
  return `/${setting.replaceAll(' ', '-')}${PREFIXES[mount]}`
}

/** The base path of the routes in such an app. */
export function baseIn(spec: Pick<AppSpec, 'setting' | 'mount' | 'options'>): string {
  return ownIn(spec) + (spec.options.basePath ?? '/stream')
}
