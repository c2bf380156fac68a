import { TokenProviderError } from '../errors/errors.js'
import type { BodyLimits, RequestBody } from './token-request.js'

const USED = 'The request body was already read before it reached the token endpoint.'

const NONE: RequestBody = { kind: 'none' }

/**
 * Reads the body of a Web Request within its limits. If a limit is exceeded, the rest is cancelled. The body ends where
 * its Content-Length says, if it has one: reading on until the stream ends would cost as much again.
 *
 * @throws {TokenProviderError} `body_too_large`, `body_timeout`, `body_invalid` if the client disconnected
 * @throws {TypeError} if the body was already read
 */
export function readWebBody(request: Request, { bytes, seconds }: BodyLimits): Promise<RequestBody> {
  if (request.bodyUsed) return Promise.reject(new TypeError(USED))
  const { body, headers } = request
  if (body === null) return Promise.resolve(NONE)
  const length = Number(headers.get('content-length') ?? Number.NaN)
  if (length === 0 && !headers.has('transfer-encoding')) return Promise.resolve(NONE)
  if (length > bytes) {
    body.cancel().catch(() => {})
    return Promise.reject(new TokenProviderError('body_too_large'))
  }
  return readAll(body.getReader(), length, bytes, seconds)
}

/** One promise and callbacks, not an async function: Next tracks every promise, which costs it more than a short read. */
function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  expected: number,
  maxBytes: number,
  seconds: number,
): Promise<RequestBody> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let length = 0
    const end = (): void => {
      clearTimeout(timer)
      resolve({ kind: 'bytes', bytes: joined(chunks, length) })
    }
    const fail = (error: unknown): void => {
      clearTimeout(timer)
      reader.cancel().catch(() => {})
      reject(error instanceof TokenProviderError ? error : new TokenProviderError('body_invalid'))
    }
    const take = ({ value }: { readonly value?: Uint8Array | undefined }): void => {
      if (value !== undefined) {
        length += value.length
        chunks.push(value)
      }
      if (length > maxBytes) fail(new TokenProviderError('body_too_large'))
      else if (value === undefined || length === expected) end()
      else read()
    }
    const read = (): void => {
      reader.read().then(take, fail)
    }
    const timer = setTimeout(() => fail(new TokenProviderError('body_timeout')), seconds * 1000)
    read()
  })
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [first, second] = chunks
  if (first !== undefined && second === undefined) return first
  const all = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}
