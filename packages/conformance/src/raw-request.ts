/** A header as it is sent; the same name may come twice. */
export type RawHeader = readonly [name: string, value: string]

/**
 * A request byte by byte, also one that no HTTP library would send. In `target` and header values `{base}` stands for the
 * path of the routes, `{host}` for the host and port, and `{valid}` and the like for the tokens of {@link createTestTokens}.
 */
export interface RawRequest {
  /** Default POST. */
  readonly method?: string
  /** Default `{base}/token`. */
  readonly target?: string
  /** Beside Host and Connection: close, which are left out where given here. */
  readonly headers?: readonly RawHeader[]
  readonly body?: string | Uint8Array
  /** How the body's length is told; 'none': not at all. Default 'length'. */
  readonly framing?: 'length' | 'chunked' | 'none'
  /** Sends the body one byte at a time, with so many milliseconds between two. */
  readonly millisecondsPerByte?: number
  /** What the client does when all is sent. Default: waits for the answer. */
  readonly afterwards?: 'half-close' | 'reset'
}

const encode = (text: string): Uint8Array => Buffer.from(text, 'latin1')

/** Writes the head of a request, and its body as it goes over the wire. */
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

/** Cuts a body in two chunks, so that no reader gets by with the first. */
function toChunks(body: Uint8Array): Uint8Array {
  const half = Math.ceil(body.length / 2)
  const parts = [body.subarray(0, half), body.subarray(half)].filter(part => part.length > 0)
  const framed = parts.flatMap(part => [encode(`${part.length.toString(16)}\r\n`), part, encode('\r\n')])
  return Buffer.concat([...framed, encode('0\r\n\r\n')])
}
