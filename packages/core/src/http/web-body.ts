import { TokenProviderError } from '../errors/errors.js'
import type { BodyLimits, RequestBody } from './token-request.js'

/**
 * Reads the body of a Web Request within its limits. If a limit is exceeded, the rest is cancelled.
 *
 * @throws {TokenProviderError} `body_too_large`, `body_timeout`, `body_invalid` if the client disconnected
 * @throws {TypeError} if the body was already read
 */
export async function readWebBody(
  request: Request,
  { bytes: maxBytes, seconds }: BodyLimits,
): Promise<RequestBody> {
  if (request.bodyUsed)
    throw new TypeError('The request body was already read before it reached the token endpoint.')
  if (request.body === null) return { kind: 'none' }
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) {
    request.body.cancel().catch(() => {})
    throw new TokenProviderError('body_too_large')
  }
  const reader = request.body.getReader()
  let timer: ReturnType<typeof setTimeout> | undefined
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TokenProviderError('body_timeout')), seconds * 1000)
  })
  try {
    return { kind: 'bytes', bytes: await Promise.race([readAll(reader, maxBytes), timeout]) }
  } catch (error) {
    reader.cancel().catch(() => {})
    throw error instanceof TokenProviderError ? error : new TokenProviderError('body_invalid')
  } finally {
    clearTimeout(timer)
  }
}

async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for (let part = await reader.read(); part.value !== undefined; part = await reader.read()) {
    length += part.value.length
    if (length > maxBytes) throw new TokenProviderError('body_too_large')
    chunks.push(part.value)
  }
  const all = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}
