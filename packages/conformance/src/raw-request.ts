/** A header as sent; names may repeat. */
export type RawHeader = readonly [name: string, value: string]

/**
 * A request byte by byte, including requests that no HTTP library would send. Placeholders in `target` and header values:
 * `{base}` for the path of the routes, `{own}` for the path of the app's own token routes, `{host}` for host and port, and names of {@link TEST_TOKENS} such as `{valid}`.
 */
export interface RawRequest {
  /** Default POST. */
  readonly method?: string
  /** Default `{base}/token`. */
  readonly target?: string
  /** Sent in addition to `Host` and `Connection: close`, unless they are given here. */
  readonly headers?: readonly RawHeader[]
  readonly body?: string | Uint8Array
  /** How the length of the body is declared; 'none': not at all. Default 'length'. */
  readonly framing?: 'length' | 'chunked' | 'none'
  /** Sends the body one byte at a time, with this many milliseconds between two bytes. */
  readonly millisecondsPerByte?: number
  /** What the client does after sending everything. Default: it waits for the response. */
  readonly afterwards?: 'half-close' | 'reset'
}

const encode = (text: string): Uint8Array => Buffer.from(text, 'latin1')

/** Encodes the head and the body of a request for the wire. */
export function toWire(
  request: RawRequest,
  fill: (template: string) => string,
): { readonly head: Uint8Array; readonly body: Uint8Array } {
  const { method = 'POST', target = '{base}/token', headers = [], framing = 'length' } = request
  const content = typeof request.body === 'string' ? Buffer.from(request.body) : request.body
  const given = new Set(headers.map(([name]) => name.toLowerCase()))
  const lines = [
    `${method} ${fill(target)} HTTP/1.1`,
    ...(given.has('host') ? [] : [fill('Host: {host}')]),
    ...(given.has('connection') ? [] : ['Connection: close']),
    ...headers.map(([name, value]) => `${name}: ${fill(value)}`),
  ]
  if (content !== undefined && framing === 'length') lines.push(`Content-Length: ${content.length}`)
  if (framing === 'chunked') lines.push('Transfer-Encoding: chunked')
  const head = encode(`${lines.join('\r\n')}\r\n\r\n`)
  const body = content ?? new Uint8Array()
  return { head, body: framing === 'chunked' ? toChunks(body) : body }
}

/** Splits a body into two chunks, so that reading only the first is not enough. */
function toChunks(body: Uint8Array): Uint8Array {
  const half = Math.ceil(body.length / 2)
  const parts = [body.subarray(0, half), body.subarray(half)].filter(part => part.length > 0)
  const framed = parts.flatMap(part => [encode(`${part.length.toString(16)}\r\n`), part, encode('\r\n')])
  return Buffer.concat([...framed, encode('0\r\n\r\n')])
}
