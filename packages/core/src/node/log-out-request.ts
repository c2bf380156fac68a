import type { ServerResponse } from 'node:http'
import type { LogOutRequest } from '../endpoint/endpoint.js'
import { addLazySignal } from '../http/lazy-signal.js'
import { nodeSignal } from './node-signal.js'

/**
 * Describes a log-out request of a Node framework to the endpoint.
 *
 * @param parsed returns the body that a body parser has left
 */
export function fromNodeLogOut<Raw>(
  response: ServerResponse,
  raw: Raw,
  parsed: () => unknown,
): LogOutRequest<Raw> {
  const described = { raw, parsed }
  addLazySignal(described, () => nodeSignal(response))
  return described
}
