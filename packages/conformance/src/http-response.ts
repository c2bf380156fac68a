/** A response as received; status 0 if the connection ended without one. */
export interface HttpResponse {
  readonly status: number
  /** Names are in lower case; values of a repeated header are joined with a comma. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/** Represents a connection that ended without a response. */
export const NO_RESPONSE: HttpResponse = { status: 0, headers: new Map(), body: '' }

/**
 * Parses a response from the bytes received so far; returns undefined if it is incomplete.
 *
 * @param ended whether the connection has ended, which ends a body without a length
 */
export function parseResponse(bytes: Uint8Array, method: string, ended: boolean): HttpResponse | undefined {
  const text = Buffer.from(bytes).toString('latin1')
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return ended ? NO_RESPONSE : undefined
  const [statusLine = '', ...lines] = text.slice(0, headEnd).split('\r\n')
  const status = Number(statusLine.split(' ')[1])
  const rest = text.slice(headEnd + 4)
  // Informational responses such as 100 Continue come before the response.
  if (status < 200) return parseResponse(bytes.subarray(headEnd + 4), method, ended)
  const headers = readHeaders(lines)
  const body = method === 'HEAD' || status === 204 || status === 304 ? '' : readBody(headers, rest, ended)
  return body === undefined ? undefined : { status, headers, body: Buffer.from(body, 'latin1').toString() }
}

function readHeaders(lines: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  for (const line of lines) {
    const at = line.indexOf(':')
    const name = line.slice(0, at).toLowerCase()
    const value = line.slice(at + 1).trim()
    const before = headers.get(name)
    headers.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  return headers
}

function readBody(headers: ReadonlyMap<string, string>, rest: string, ended: boolean): string | undefined {
  if (headers.get('transfer-encoding') === 'chunked') return readChunks(rest)
  const length = headers.get('content-length')
  if (length === undefined) return ended ? rest : undefined
  return rest.length >= Number(length) ? rest.slice(0, Number(length)) : undefined
}

function readChunks(rest: string): string | undefined {
  let body = ''
  for (let at = 0; ; ) {
    const lineEnd = rest.indexOf('\r\n', at)
    if (lineEnd < 0) return undefined
    const size = Number.parseInt(rest.slice(at, lineEnd), 16)
    if (size === 0) return body
    if (rest.length < lineEnd + 2 + size + 2) return undefined
    body += rest.slice(lineEnd + 2, lineEnd + 2 + size)
    at = lineEnd + 2 + size + 2
  }
}
