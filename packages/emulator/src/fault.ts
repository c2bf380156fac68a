import type { ServerResponse } from 'node:http'
import { sendJson } from './send-json.js'

/** A request before the emulator looks at it. */
export interface InterceptedRequest {
  readonly method: string
  /** As sent, without the query. */
  readonly path: string
  /** The parsed JSON; undefined when there was none. */
  readonly body: unknown
}

/**
 * What happens to an intercepted request instead of an answer: a reply of the test's own, no answer until the
 * emulator is closed, or a connection reset.
 */
export type Fault =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  | 'hang'
  | 'reset'

export function commitFault(fault: Fault, response: ServerResponse): void {
  if (fault === 'hang') return
  if (fault === 'reset') response.req.socket.resetAndDestroy()
  else sendJson(response, fault.status, fault.body, fault.headers)
}
