import type { IncomingMessage } from 'node:http'
import { TokenProviderError } from '../errors/errors.js'
import type { BodyLimits, RequestBody } from '../http/token-request.js'

/** How long, in seconds, a client that was refused may go on sending, so that it gets to read the answer. */
const LINGER = 1

/**
 * Reads the body of a Node request within its limits, or takes what a parser made of it.
 *
 * The stream is asked first: Express 4 sets an empty object as the body of what its parser did not read.
 *
 * @throws {TokenProviderError} `body_too_large`, `body_timeout`, `body_invalid` where the client broke off, or a parser did
 * @throws {TypeError} where somebody has read the stream and left nothing
 */
export async function readNodeBody(
  request: IncomingMessage,
  parsed: (() => unknown) | undefined,
  limits: BodyLimits,
): Promise<RequestBody> {
  if (!request.readableDidRead && !request.readableEnded) {
    // A closed stream tells nobody again that it is closed.
    if (request.destroyed) throw new TokenProviderError('body_invalid')
    if (Number(request.headers['content-length'] ?? 0) > limits.bytes) {
      discard(request)
      throw new TokenProviderError('body_too_large')
    }
    const bytes = readArrived(request, limits) ?? (await readAll(request, limits))
    return { kind: 'bytes', bytes }
  }
  const body = bodyLeft(parsed)
  if (body === undefined && hasBody(request))
    throw new TypeError('The request body was read before it came here.')
  if (body === undefined || body === null) return { kind: 'none' }
  if (body instanceof Uint8Array) return { kind: 'bytes', bytes: body }
  return typeof body === 'string' ? { kind: 'text', text: body } : { kind: 'parsed', value: body }
}

/** Some platforms parse at the first look, and throw where it is no JSON. */
function bodyLeft(parsed: (() => unknown) | undefined): unknown {
  try {
    return parsed?.()
  } catch {
    throw new TokenProviderError('body_invalid')
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined
}

/** Takes a body that is all there: most come with their request in one packet, and need neither listeners nor a timer. */
function readArrived(request: IncomingMessage, { bytes: most }: BodyLimits): Uint8Array | undefined {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers
  const arrived = request.readableLength
  if (arrived === 0 || arrived > most || coding !== undefined || String(arrived) !== length) return undefined
  // Somebody else's hand is on the stream: it would answer text, or the first part alone.
  if (request.readableEncoding !== null || request.readableFlowing === true) return undefined
  const body: unknown = request.read()
  // On to its end, which is still to come.
  request.resume()
  return body instanceof Uint8Array ? body : undefined
}

function readAll(request: IncomingMessage, { bytes: most, seconds }: BodyLimits): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let length = 0

    const leave = (): void => {
      clearTimeout(timer)
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose)
    }
    const refuse = (error: TokenProviderError): void => {
      leave()
      discard(request)
      reject(error)
    }
    // Text, where somebody has told the stream to decode itself.
    const onData = (chunk: Uint8Array | string): void => {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
      length += bytes.length
      if (length > most) refuse(new TokenProviderError('body_too_large'))
      else chunks.push(bytes)
    }
    const onEnd = (): void => {
      leave()
      resolve(Buffer.concat(chunks))
    }
    const onClose = (): void => {
      leave()
      // Whatever else the stream has to say of its end: unheard, an error would end the process.
      request.on('error', () => {})
      reject(new TokenProviderError('body_invalid'))
    }
    const timer = setTimeout(() => refuse(new TokenProviderError('body_timeout')), seconds * 1000)
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose)
  })
}

/** Lets the rest of a body go by for a while, then hangs up: a socket closed at once may take the answer with it. */
function discard(request: IncomingMessage): void {
  const timer = setTimeout(() => request.destroy(), LINGER * 1000)
  timer.unref()
  request.on('error', () => {})
  request.once('end', () => clearTimeout(timer))
  request.once('close', () => clearTimeout(timer))
  request.resume()
}
