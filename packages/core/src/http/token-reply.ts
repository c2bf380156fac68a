import { ERROR_REASONS, type ErrorFacts } from '../errors/error-reasons.js'
import type { TokenProviderError } from '../errors/errors.js'

/** A response as data; the adapter writes it. */
export interface TokenReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2.5 */
const NO_STORE = { 'cache-control': 'no-store' } as const
const JSON_HEADERS = { ...NO_STORE, 'content-type': 'application/json' } as const

/** Creates a JSON reply; `body` is serialized JSON. */
export function jsonReply(status: number, body: string): TokenReply {
  return { status, headers: JSON_HEADERS, body }
}

/** Creates a reply in plain text. */
export function textReply(status: number, body: string): TokenReply {
  return { status, headers: { ...NO_STORE, 'content-type': 'text/plain; charset=utf-8' }, body }
}

/** Creates a reply without a body. */
export function emptyReply(status: number, headers: Readonly<Record<string, string>>): TokenReply {
  return { status, headers: { ...NO_STORE, ...headers }, body: '' }
}

/** Adds headers to a reply. */
export function withHeaders(
  reply: TokenReply,
  headers: Readonly<Record<string, string>> | undefined,
): TokenReply {
  if (headers === undefined) return reply
  return { ...reply, headers: { ...reply.headers, ...headers } }
}

/** Texts for a reason that only another version of this package knows; status and headers come from the error. */
const UNKNOWN: Pick<ErrorFacts, 'title' | 'detail' | 'streamCode'> = {
  title: 'Refused',
  detail: 'The reason says why.',
}

/**
 * Creates the reply to a refusal: problem details, with Stream's error number as `code` for Stream's clients.
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
    detail: sentenceOf(error) ?? detail,
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

/** The sentences that are not constant: they name the methods of the route, or the rule that the body breaks. */
function sentenceOf({ reason, headers, message }: TokenProviderError): string | undefined {
  if (reason === 'body_invalid') return message
  const allow = reason === 'method_not_allowed' ? headers.allow : undefined
  return allow === undefined ? undefined : `This route responds to ${allow}.`
}
