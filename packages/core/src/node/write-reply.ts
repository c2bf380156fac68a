import type { ServerResponse } from 'node:http'
import type { TokenReply } from '../http/token-reply.js'

/** Writes a reply, unless the response was already sent or the client disconnected. Appends to `Vary`. */
export function writeReply(response: ServerResponse, { status, headers, body }: TokenReply): void {
  if (response.headersSent || response.destroyed || response.writableEnded) return
  response.statusCode = status
  for (const [name, value] of Object.entries(headers)) {
    // A test's mock may lack it.
    if (name === 'vary' && typeof response.appendHeader === 'function') response.appendHeader(name, value)
    else response.setHeader(name, value)
  }
  response.end(body === '' ? undefined : body)
}
