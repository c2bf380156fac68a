import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TokenRequest } from '@stream-token/core/adapter'
import { fromNodeRequest, type NodeRequest } from '@stream-token/core/node'

/** A request of Express, or of Connect, which has less. */
export type ExpressRequest = NodeRequest & {
  readonly ip?: string | undefined
  readonly app?: { get(name: string): unknown } | undefined
}

/** Describes a request to the endpoint. */
export function describeRequest(
  req: ExpressRequest,
  res: ServerResponse,
  path: string,
): TokenRequest<IncomingMessage> {
  // Express's `req.ip` follows `trust proxy`; Connect has no `req.ip`, and a mock may have no socket.
  const socket: IncomingMessage['socket'] | undefined = req.socket
  const address = req.ip ?? socket?.remoteAddress
  return fromNodeRequest(req, res, { path, raw: req, parsed: () => req.body, address, host: hostOf(req) })
}

/**
 * The host that a trusted proxy forwards, by the setting `trust proxy`; else the Host header counts. Express 4 has no
 * property for it: its `hostname` lacks the port.
 */
function hostOf({ app, headers, socket }: Partial<ExpressRequest>): string | undefined {
  const [forwarded = ''] = String(headers?.['x-forwarded-host'] ?? '').split(',', 1)
  const isTrusted: unknown = forwarded === '' ? undefined : app?.get('trust proxy fn')
  return typeof isTrusted === 'function' && isTrusted(socket?.remoteAddress, 0) === true
    ? forwarded.trim()
    : undefined
}
