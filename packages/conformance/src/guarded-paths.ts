import type { GuardOptions } from '@stream-token/core'

/** A route behind a guard. */
export interface GuardedPath {
  readonly path: string
  readonly kind: 'user' | 'server'
  readonly options: GuardOptions
}

/** The guarded routes that every host serves at its root. Each responds with the caller that the guard found, as JSON. */
export const GUARDED_PATHS: readonly GuardedPath[] = [
  { path: '/guarded/user', kind: 'user', options: {} },
  { path: '/guarded/server', kind: 'server', options: {} },
  { path: '/guarded/anonymous', kind: 'user', options: { anonymous: true } },
  { path: '/guarded/throw', kind: 'user', options: { onRefused: 'forward' } },
]
