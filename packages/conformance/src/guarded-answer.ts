import type { StreamAuth } from '@stream-token/core'

/** Makes the JSON that a guarded path answers: what the guard found, in short. */
export function guardedAnswer(auth: StreamAuth): { readonly kind: string; readonly userId?: string } {
  return auth.kind === 'user' ? { kind: auth.kind, userId: auth.userId } : { kind: auth.kind }
}
