import { isTokenProviderError } from '@stream-token/core'

/** How a host's app answers what is thrown: the error's status and headers, and its reason or name. */
export interface ThrownAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: { readonly thrown: string }
}

/** Makes the answer that a host's error handler gives, so that it shows which error reached the handler. */
export function thrownAnswer(error: unknown): ThrownAnswer {
  if (isTokenProviderError(error)) {
    return { status: error.statusCode, headers: error.headers, body: { thrown: error.reason } }
  }
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500
  return { status, headers: {}, body: { thrown: error instanceof Error ? error.name : typeof error } }
}
