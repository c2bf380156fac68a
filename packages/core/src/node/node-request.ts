import type { IncomingMessage, ServerResponse } from 'node:http'
import { addLazySignal } from '../http/lazy-signal.js'
import type { TokenRequest } from '../http/token-request.js'
import { nodeSignal } from './node-signal.js'
import { readNodeBody } from './read-body.js'

/** A Node request, with the `body` that a body parser may have set. */
export type NodeRequest = IncomingMessage & { readonly body?: unknown }

/** What an adapter adds to Node's own request and response. */
export interface NodeRequestFacts<Raw> {
  /** The path below the mount and `basePath`. */
  readonly path: string
  /** The framework's request, for `verifyUser`. */
  readonly raw: Raw
  /** Returns the body that the framework's parser has left. Called only if the stream was already read. */
  readonly parsed?: () => unknown
  /** The client's address, as determined by the framework's trust settings. */
  readonly address?: string | undefined
  /** The host that the client has requested, as determined by the framework's trust settings. */
  readonly host?: string | undefined
  /** What `verifyUser` receives besides `body` and `signal`. */
  readonly extras?: object
  /**
   * Whether session or sign-in middleware has left something elsewhere than in the Node request. Without it, only
   * requests that are Node's own are looked at.
   */
  readonly hasSession?: () => boolean
}

/** What session and sign-in middleware adds to a Node request. */
const SESSIONS = ['session', 'user', 'auth', 'cookies']

/** Describes a Node request to the endpoint. Nothing is read before the endpoint needs it. */
export function fromNodeRequest<Raw>(
  request: IncomingMessage,
  response: ServerResponse,
  { path, raw, parsed, address, host, extras, hasSession }: NodeRequestFacts<Raw>,
): TokenRequest<Raw> {
  let signal: AbortSignal | undefined
  const described: TokenRequest<Raw> = {
    method: request.method ?? '',
    path,
    headers: name => headerValues(request, name),
    body: limits => readNodeBody(request, parsed, limits),
    ...addressOf(request, address),
    ...(host !== undefined && { host }),
    ...(extras !== undefined && { extras }),
    ...((hasSession !== undefined || raw === request) && {
      hasSession: () =>
        SESSIONS.some(name => Reflect.get(request, name) !== undefined) || hasSession?.() === true,
    }),
    raw,
  }
  addLazySignal(described, () => {
    signal ??= nodeSignal(response)
    return signal
  })
  return described
}

/** A client of a Unix socket has no address: all of them count as one. A client that has left has none either. */
function addressOf(request: IncomingMessage, address: string | undefined): { readonly address?: string } {
  if (address !== undefined && address !== '') return { address }
  const socket: IncomingMessage['socket'] | null | undefined = request.socket
  return socket?.destroyed === false ? { address: 'unix' } : {}
}

/** Returns every value of a repeated header: of most, Node's `headers` keeps only the first. */
function headerValues(
  { rawHeaders = [], headers }: Partial<IncomingMessage>,
  name: string,
): readonly string[] {
  // HTTP/2 sends the host as `:authority`.
  const value = headers?.[name] ?? (name === 'host' ? headers?.[':authority'] : undefined)
  if (value === undefined) return []
  const repeated: string[] = []
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const own = rawHeaders[at]
    if (own?.length === name.length && own.toLowerCase() === name) repeated.push(rawHeaders[at + 1] ?? '')
  }
  if (repeated.length > 1) return repeated
  return typeof value === 'string' ? [value] : value
}
