import { TokenProviderError } from '../errors/errors.js'
import type { BodyLimits, RequestBody } from './token-request.js'

/**
 * Reads the body of a Web Request within its limits; over one, the rest is cancelled.
 *
 * @throws {TokenProviderError} `body_too_large`, `body_timeout`, `body_invalid` where the client broke off
 */
export async function readWebBody(
  request: Request,
  { bytes: most, seconds }: BodyLimits,
): Promise<RequestBody> {
  if (request.bodyUsed) throw new TypeError('The request body was read before it came here.')
  if (request.body === null) return { kind: 'none' }
  if (Number(request.headers.get('content-length') ?? 0) > most) {
    request.body.cancel().catch(() => {})
    throw new TokenProviderError('body_too_large')
  }
  const reader = request.body.getReader()
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TokenProviderError('body_timeout')), seconds * 1000)
  })
  try {
    return { kind: 'bytes', bytes: await Promise.race([readAll(reader, most), late]) }
  } catch (error) {
    reader.cancel().catch(() => {})
    throw error instanceof TokenProviderError ? error : new TokenProviderError('body_invalid')
  } finally {
    clearTimeout(timer)
  }
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for (let part = await reader.read(); part.value !== undefined; part = await reader.read()) {
    length += part.value.length
    if (length > most) throw new TokenProviderError('body_too_large')
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
