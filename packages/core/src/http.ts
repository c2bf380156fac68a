import { ERROR_REASONS, type ErrorFacts } from './error-reasons.js'
import type { TokenProviderError } from './errors.js'

/** A request's body, as far as the framework has read it. */
export type RequestBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'parsed'; readonly value: unknown }

/** How much of a body is read, and for how many seconds. */
export interface BodyLimits {
  readonly bytes: number
  readonly seconds: number
}

/** What a framework's adapter hands over; `raw` is the framework's own request, for `verifyUser`. */
export interface TokenRequest<Raw> {
  readonly method: string
  /** Below mount and `basePath`, without the query; compared exactly. */
  readonly path: string
  /** Every value of a header, given in lower case, so that a repeated one shows. */
  headers(name: string): readonly string[]
  /** Reads the body, before or after a body parser; rejects with a TokenProviderError over a limit. */
  body(limits: BodyLimits): Promise<RequestBody>
  /** The client's address, as the framework tells it. */
  readonly address?: string
  /** Aborted when the client is gone. */
  readonly signal?: AbortSignal
  readonly raw: Raw
}

/** An answer as data; the adapter writes it. */
export interface TokenReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2.5 */
const NO_STORE = { 'cache-control': 'no-store' } as const
const JSON_HEADERS = { ...NO_STORE, 'content-type': 'application/json' } as const

/** @param body JSON, as text */
export function jsonReply(status: number, body: string): TokenReply {
  return { status, headers: JSON_HEADERS, body }
}

/** An answer in plain text. */
export function textReply(status: number, body: string): TokenReply {
  return { status, headers: { ...NO_STORE, 'content-type': 'text/plain; charset=utf-8' }, body }
}

/** An answer without a body. */
export function emptyReply(status: number, headers: Readonly<Record<string, string>>): TokenReply {
  return { status, headers: { ...NO_STORE, ...headers }, body: '' }
}

/** Of a reason that only another version of this package knows; its status and headers are the error's own. */
const UNKNOWN: Pick<ErrorFacts, 'title' | 'detail' | 'streamCode'> = {
  title: 'Refused',
  detail: 'The reason says why.',
}

/**
 * The answer to a refusal: problem details, with Stream's number as `code` so that Stream's clients understand it.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function problemReply(error: TokenProviderError): TokenReply {
  const { reason, status, result } = error
  const { title, detail, streamCode } = Object.hasOwn(ERROR_REASONS, reason) ? ERROR_REASONS[reason] : UNKNOWN
  const body = {
    type: `urn:stream-token:error:${reason}`,
    title,
    status,
    detail,
    reason,
    code: streamCode,
    result,
  }
  return {
    status,
    headers: { ...NO_STORE, 'content-type': 'application/problem+json', ...error.headers },
    body: JSON.stringify(body),
  }
}
