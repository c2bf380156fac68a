import { isJsonObject } from './strict-json.js'

/** Anything that bears headers: a Web or Node request, or the headers themselves. */
export type HeadersSource = Request | Headers | NodeRequestLike | NodeHeaders

export type NodeHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

/** The part of Node's IncomingMessage that tells headers; `rawHeaders` still has a second `Authorization`. */
export interface NodeRequestLike {
  readonly headers: NodeHeaders
  readonly rawHeaders?: readonly string[]
}

/** Every value of `Authorization`, wherever the headers are. */
export function authorizationOf(source: unknown): readonly string[] {
  if (!isJsonObject(source)) return []
  const headers = isJsonObject(source.headers) ? source.headers : source
  const repeated = rawValues(source.rawHeaders)
  return repeated.length > 1 ? repeated : headerValues(headers)
}

/** Whether a request's query names a token too (RFC 6750 section 2.3): that one is never read. */
export function hasQueryToken(source: unknown): boolean {
  const url = isJsonObject(source) ? source.url : undefined
  return typeof url === 'string' && /[?&]access_token=/.test(url)
}

function rawValues(rawHeaders: unknown): readonly string[] {
  if (!Array.isArray(rawHeaders)) return []
  const texts = rawHeaders.map(String)
  return texts.filter((_, at) => at % 2 === 1 && texts[at - 1]?.toLowerCase() === 'authorization')
}

function headerValues(headers: object): readonly string[] {
  if (isWebHeaders(headers)) {
    const value: unknown = headers.get('authorization')
    return typeof value === 'string' ? [value] : []
  }
  return Object.entries(headers)
    .filter(([name]) => name.toLowerCase() === 'authorization')
    .flatMap(([, value]: [string, unknown]) => (Array.isArray(value) ? value : [value]))
    .filter(value => typeof value === 'string')
}

/** Also what only behaves like Headers, as what Next's `headers()` answers. */
function isWebHeaders(headers: object): headers is { get(name: string): unknown } {
  return 'get' in headers && typeof headers.get === 'function'
}
