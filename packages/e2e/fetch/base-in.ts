import type { AppSpec } from '@stream-token/conformance/app'

const PREFIXES = { root: '', prefix: '/api', nested: '/v1/auth' } as const

export const MOUNTS = ['root', 'prefix', 'nested'] as const

/** The base path of the routes in an app that serves all settings. Its first segment is the setting. */
export function baseIn({ setting, mount, options }: Pick<AppSpec, 'setting' | 'mount' | 'options'>): string {
  return `/${setting.replaceAll(' ', '-')}${PREFIXES[mount]}${options.basePath ?? '/stream'}`
}
