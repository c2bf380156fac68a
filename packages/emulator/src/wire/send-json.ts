import type { ServerResponse } from 'node:http'

/** Stream's CORS headers: any origin, the headers that its browser SDKs send, and preflights cached for a day. */
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
  'access-control-allow-headers':
    'accept, authorization, content-type, origin, stream-auth-type, x-client-request-id, x-requested-with, x-stream-client',
  'access-control-expose-headers': 'retry-after, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset',
  'access-control-max-age': '86400',
} as const

/** Sends a response that pages of any origin may read. Without a body it sends only status and headers. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (body === undefined) {
    response.writeHead(status, { ...CORS, ...headers }).end()
    return
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const content = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }
  response.writeHead(status, { ...CORS, ...content, ...headers }).end(text)
}
