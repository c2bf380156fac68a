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
  return {
    status: statusOf(error),
    headers: {},
    body: { thrown: error instanceof Error ? error.name : typeof error },
  }
}

/** Frameworks name it `status`, or `statusCode`, or both. */
function statusOf(error: unknown): number {
  if (!(error instanceof Error)) return 500
  if ('status' in error) return Number(error.status)
  return 'statusCode' in error ? Number(error.statusCode) : 500
}
