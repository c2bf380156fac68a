import { isRecord } from '../primitives/is-record.js'

/** Where to read `Authorization`: a Web or Node request, or its headers. */
export type HeadersSource = Request | Headers | NodeRequestLike | NodeHeaders

/** Headers in Node's form: names in lower case. */
export type NodeHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** The header members of Node's IncomingMessage; only `rawHeaders` shows a repeated `Authorization`. */
export interface NodeRequestLike {
  readonly headers: NodeHeaders
  readonly rawHeaders?: readonly string[]
}

/** Returns every value of `Authorization`. */
export function authorizationOf(source: unknown): readonly string[] {
  if (!isRecord(source)) return []
  const headers = headersOf(source)
  const repeated = rawValues(source.rawHeaders)
  return repeated.length > 1 ? repeated : headerValues(headers)
}

/** Whether the query also carries a token as `access_token` (RFC 6750 section 2.3), which is never read. */
export function hasQueryToken(source: unknown): boolean {
  const url = isRecord(source) ? source.url : undefined
  const start = typeof url === 'string' ? url.indexOf('?') : -1
  return typeof url === 'string' && start !== -1 && new URLSearchParams(url.slice(start)).has('access_token')
}

/** Whether a request has a Cookie header. */
export function hasCookie(source: unknown): boolean {
  if (!isRecord(source)) return false
  const headers = headersOf(source)
  if (isWebHeaders(headers)) return typeof headers.get('cookie') === 'string'
  return Object.entries(headers).some(
    ([name, value]) => name.toLowerCase() === 'cookie' && value !== undefined,
  )
}

/** Read once: in Next the request is a proxy, which checks every access. */
function headersOf(source: { readonly headers?: unknown }): object {
  const { headers } = source
  return isRecord(headers) ? headers : source
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

/** Also matches an object that only behaves like `Headers`, such as the result of Next's `headers()`. */
function isWebHeaders(headers: object): headers is { get(name: string): unknown } {
  return 'get' in headers && typeof headers.get === 'function'
}
