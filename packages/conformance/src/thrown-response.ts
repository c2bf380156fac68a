import { isTokenProviderError } from '@stream-token/core'

/** The response of a host's app to a thrown error: the error's status and headers, and its reason or name. */
export interface ThrownResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: { readonly thrown: string }
}

/** Creates the response of a host's error handler. It shows which error reached the handler. */
export function thrownResponse(error: unknown): ThrownResponse {
  if (isTokenProviderError(error)) {
    return { status: error.statusCode, headers: error.headers, body: { thrown: error.reason } }
  }
  const status = error instanceof Error && 'status' in error ? Number(error.status) : 500
  return { status, headers: {}, body: { thrown: error instanceof Error ? error.name : typeof error } }
}
