import type { IncomingMessage, ServerResponse } from 'node:http'
import { addLazySignal } from '../http/lazy-signal.js'
import type { TokenRequest } from '../http/token-request.js'
import { nodeSignal } from './node-signal.js'
import { readNodeBody } from './read-body.js'

/** A Node request, perhaps with the `body` that a parser has put there. */
export type NodeRequest = IncomingMessage & { readonly body?: unknown }

/** What an adapter knows beside Node's own request and response. */
export interface NodeRequestFacts<Raw> {
  /** Below mount and `basePath`. */
  readonly path: string
  /** The framework's request, for `verifyUser`. */
  readonly raw: Raw
  /** Looks for the body as the framework's parser left it; asked only where the stream was read. */
  readonly parsed?: () => unknown
  /** The client's address, as the framework trusts it. */
  readonly address?: string | undefined
}

/** Describes a Node request to the endpoint; nothing is read until it is asked for. */
export function fromNodeRequest<Raw>(
  request: IncomingMessage,
  response: ServerResponse,
  { path, raw, parsed, address }: NodeRequestFacts<Raw>,
): TokenRequest<Raw> {
  let signal: AbortSignal | undefined
  const described: TokenRequest<Raw> = {
    method: request.method ?? '',
    path,
    headers: name => headerValues(request, name),
    body: limits => readNodeBody(request, parsed, limits),
    ...(address !== undefined && { address }),
    raw,
  }
  addLazySignal(described, () => {
    signal ??= nodeSignal(response)
    return signal
  })
  return described
}

/** A repeated header is told in full; Node itself keeps the first of most and drops the rest. */
function headerValues({ rawHeaders, headers }: IncomingMessage, name: string): readonly string[] {
  // HTTP/2 has the host under a name of its own.
  const value = headers[name] ?? (name === 'host' ? headers[':authority'] : undefined)
  if (value === undefined) return []
  const repeated: string[] = []
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const own = rawHeaders[at]
    if (own?.length === name.length && own.toLowerCase() === name) repeated.push(rawHeaders[at + 1] ?? '')
  }
  if (repeated.length > 1) return repeated
  return typeof value === 'string' ? [value] : value
}
