import { isRecord } from '../primitives/is-record.js'

/** Anything that bears headers: a Web or Node request, or the headers themselves. */
export type HeadersSource = Request | Headers | NodeRequestLike | NodeHeaders

/** Headers as Node has them: names in lower case. */
export type NodeHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** The part of Node's IncomingMessage that tells headers; `rawHeaders` still has a second `Authorization`. */
export interface NodeRequestLike {
  readonly headers: NodeHeaders
  readonly rawHeaders?: readonly string[]
}

/** Every value of `Authorization`, wherever the headers are. */
export function authorizationOf(source: unknown): readonly string[] {
  if (!isRecord(source)) return []
  const headers = isRecord(source.headers) ? source.headers : source
  const repeated = rawValues(source.rawHeaders)
  return repeated.length > 1 ? repeated : headerValues(headers)
}

/** Whether a request's query names a token too (RFC 6750 section 2.3): that one is never read. */
export function hasQueryToken(source: unknown): boolean {
  const url = isRecord(source) ? source.url : undefined
  const start = typeof url === 'string' ? url.indexOf('?') : -1
  return typeof url === 'string' && start !== -1 && new URLSearchParams(url.slice(start)).has('access_token')
}

function rawValues(rawHeaders: unknown): readonly string[] {
  const values: string[] = []
  if (!Array.isArray(rawHeaders)) return values
  for (let at = 0; at < rawHeaders.length; at += 2) {
    if (isAuthorization(String(rawHeaders[at]))) values.push(String(rawHeaders[at + 1]))
  }
  return values
}

function isAuthorization(name: string): boolean {
  return name.length === 'authorization'.length && name.toLowerCase() === 'authorization'
}

function headerValues(headers: object): readonly string[] {
  if (isWebHeaders(headers)) {
    const value: unknown = headers.get('authorization')
    return typeof value === 'string' ? [value] : []
  }
  return Object.keys(headers)
    .filter(isAuthorization)
    .flatMap((name): unknown => Reflect.get(headers, name))
    .filter(value => typeof value === 'string')
}

/** Also what only behaves like Headers, as what Next's `headers()` answers. */
function isWebHeaders(headers: object): headers is { get(name: string): unknown } {
  return 'get' in headers && typeof headers.get === 'function'
}
