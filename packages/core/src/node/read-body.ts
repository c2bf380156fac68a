import type { IncomingMessage } from 'node:http'
import { TokenProviderError } from '../errors/errors.js'
import type { BodyLimits, RequestBody } from '../http/token-request.js'

/** How long, in seconds, a refused client may continue to send, so that it can still read the response. */
const LINGER = 1

/**
 * Reads the body of a Node request within its limits, or takes the result of a body parser.
 *
 * The stream is checked first: Express 4 sets `body` to an empty object even if its parser did not read the stream.
 *
 * @throws {TokenProviderError} `body_too_large`, `body_timeout`; `body_invalid` if the client left or a parser failed
 * @throws {TypeError} if the stream was read and no body was left
 */
export async function readNodeBody(
  request: IncomingMessage,
  parsed: (() => unknown) | undefined,
  limits: BodyLimits,
): Promise<RequestBody> {
  if (isUnreadStream(request)) {
    // A closed stream does not emit `close` again.
    if (request.destroyed) throw new TokenProviderError('body_invalid')
    if (Number(request.headers['content-length'] ?? 0) > limits.bytes) {
      discard(request)
      throw new TokenProviderError('body_too_large')
    }
    const bytes = readArrived(request, limits) ?? (await readAll(request, limits))
    return { kind: 'bytes', bytes }
  }
  const body = parsedBody(parsed)
  if (body === undefined && hasBody(request))
    throw new TypeError('The request body was already read before it reached the token endpoint.')
  if (body === undefined || body === null) return { kind: 'none' }
  if (body instanceof Uint8Array) return { kind: 'bytes', bytes: body }
  return typeof body === 'string' ? { kind: 'text', text: body } : { kind: 'parsed', value: body }
}

/** A test's mock, or the request of a serverless platform, need not be a stream: its body is only in `body`. */
function isUnreadStream({ readableDidRead, readableEnded }: Partial<IncomingMessage>): boolean {
  return readableDidRead === false && readableEnded === false
}

/** Some platforms parse on first access, and throw if the body is not JSON. */
function parsedBody(parsed: (() => unknown) | undefined): unknown {
  try {
    return parsed?.()
  } catch {
    throw new TokenProviderError('body_invalid')
  }
}

function hasBody({ headers = {} }: Partial<IncomingMessage>): boolean {
  return Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined
}

/** Reads a body that has fully arrived. Most arrive in the request's own packet and need no listeners and no timer. */
function readArrived(request: IncomingMessage, { bytes: maxBytes }: BodyLimits): Uint8Array | undefined {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers
  const arrived = request.readableLength
  if (arrived === 0 || arrived > maxBytes || coding !== undefined || String(arrived) !== length)
    return undefined
  // Other code set an encoding or is reading: `read()` would return text, or only a part.
  if (request.readableEncoding !== null || request.readableFlowing === true) return undefined
  const body: unknown = request.read()
  // Lets the stream emit `end`.
  request.resume()
  return body instanceof Uint8Array ? body : undefined
}

function readAll(request: IncomingMessage, { bytes: maxBytes, seconds }: BodyLimits): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let length = 0

    const stop = (): void => {
      clearTimeout(timer)
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose)
    }
    const refuse = (error: TokenProviderError): void => {
      stop()
      discard(request)
      reject(error)
    }
    // A chunk is text if other code called `setEncoding`.
    const onData = (chunk: Uint8Array | string): void => {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
      length += bytes.length
      if (length > maxBytes) refuse(new TokenProviderError('body_too_large'))
      else chunks.push(bytes)
    }
    const onEnd = (): void => {
      stop()
      resolve(Buffer.concat(chunks))
    }
    const onClose = (): void => {
      stop()
      // The stream may still emit `error`, which would end the process without a listener.
      request.on('error', () => {})
      reject(new TokenProviderError('body_invalid'))
    }
    const timer = setTimeout(() => refuse(new TokenProviderError('body_timeout')), seconds * 1000)
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose)
  })
}

/** Drops the rest of a body for a while, then disconnects: closing the socket at once could lose the response. */
function discard(request: IncomingMessage): void {
  const timer = setTimeout(() => request.destroy(), LINGER * 1000)
  timer.unref()
  request.on('error', () => {})
  request.once('end', () => clearTimeout(timer))
  request.once('close', () => clearTimeout(timer))
  request.resume()
}
