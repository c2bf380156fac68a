import type { RequestBody, TokenReply, TokenRequest } from '../src/http.js'

/** What a test's request differs in from `POST /token` of a native app without a body. */
export interface TokenRequestFacts {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: RequestBody | (() => Promise<RequestBody>)
  readonly signal?: AbortSignal
}

/** A neutral request, as an adapter hands it over. */
export function tokenRequest({
  method = 'POST',
  path = '/token',
  headers = {},
  body = { kind: 'none' },
  signal,
}: TokenRequestFacts = {}): TokenRequest<string> {
  return {
    method,
    path,
    headers: name => [headers[name] ?? []].flat(),
    body: async () => (typeof body === 'function' ? body() : body),
    ...(signal !== undefined && { signal }),
    raw: 'raw',
  }
}

/** A request with a JSON body, as bytes. */
export function jsonRequest(text: string, headers: TokenRequestFacts['headers'] = {}): TokenRequest<string> {
  const bytes = new TextEncoder().encode(text)
  return tokenRequest({
    headers: { 'content-type': 'application/json', 'content-length': String(bytes.length), ...headers },
    body: { kind: 'bytes', bytes },
  })
}

/** The members of a reply's JSON body. */
export function bodyOf(reply: TokenReply | undefined): Record<string, unknown> {
  if (reply === undefined) throw new Error('There is no reply.')
  return JSON.parse(reply.body) as Record<string, unknown>
}
