import type { StreamAuth } from '@stream-token/core'

/** Creates the JSON response of a guarded path: the caller that the guard found. */
export function guardedResult(auth: StreamAuth): { readonly kind: string; readonly userId?: string } {
  return auth.kind === 'user' ? { kind: auth.kind, userId: auth.userId } : { kind: auth.kind }
}
