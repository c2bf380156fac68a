import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TokenRequest } from '../http.js'
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
  /** The body as the framework's parser left it, if any. */
  readonly parsed: unknown
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
  return {
    method: request.method ?? '',
    path,
    headers: name => headerValues(request, name),
    query: name => new URLSearchParams(request.url?.split('?').slice(1).join('?')).getAll(name),
    body: limits => readNodeBody(request, parsed, limits),
    ...(address !== undefined && { address }),
    get signal() {
      signal ??= nodeSignal(response)
      return signal
    },
    raw,
  }
}

/** A repeated header is told in full; Node itself keeps the first of most and drops the rest. */
function headerValues({ rawHeaders, headers }: IncomingMessage, name: string): readonly string[] {
  const value = headers[name]
  if (value === undefined) return []
  const repeated = rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name)
  return repeated.length > 1 ? repeated : [value].flat()
}
