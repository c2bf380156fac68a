import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { StreamError } from './stream-error.js'
import type { Generation } from './wire-date.js'

/** A request to Stream's API. */
export interface ApiRequest {
  readonly method: string
  /** As sent, without the query. */
  readonly path: string
  readonly generation: Generation
  /** The path below the root of its API: `/users` of `/api/v2/users`, `/channels` of `/api/v2/chat/channels`. */
  readonly endpoint: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
}

/** The roots of Stream's APIs, and what is below them. */
const ROOTS = /^(\/api\/v2(?:\/chat)?)?(\/video)?(\/.*)$/
const BODY_LIMIT = 1_048_576

export function readApiRequest(incoming: IncomingMessage): ApiRequest {
  const { method = 'GET', url = '/', headers } = incoming
  const [path = '/', query] = url.split(/\?(.*)/s)
  const [, second, video, endpoint = path] = ROOTS.exec(path) ?? []
  return {
    method,
    path,
    generation: second !== undefined ? 'v2' : video !== undefined ? 'video' : 'v1',
    endpoint,
    query: new URLSearchParams(query),
    headers,
  }
}

/** Reads a body as JSON; returns undefined if the body is empty. */
export async function readBody(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming) {
    if (!Buffer.isBuffer(chunk)) continue
    bytes += chunk.length
    // Read to the end even over the limit: a client does not read the response while it is still sending.
    if (bytes <= BODY_LIMIT) chunks.push(chunk)
  }
  if (bytes > BODY_LIMIT) throw new StreamError(22, 'the payload is too big')
  return bytes === 0 ? undefined : parseJson(Buffer.concat(chunks).toString(), 'the body')
}

/** Parses JSON from a request; `subject` names it in the error message. */
export function parseJson(text: string, subject: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new StreamError(4, `${subject} is not valid JSON`)
  }
}
