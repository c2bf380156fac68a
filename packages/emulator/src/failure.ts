import type { ServerResponse } from 'node:http'
import { sendJson } from './send-json.js'

/** A request that the emulator has not handled yet. */
export interface InterceptedRequest {
  readonly method: string
  /** As sent, without the query. */
  readonly path: string
  /** The parsed JSON; undefined if the body is empty. */
  readonly body: unknown
}

/**
 * What happens to an intercepted request instead of the emulator's response: a response from the test, no response
 * until the emulator is closed, or a connection reset.
 */
export type InjectedFailure =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  | 'hang'
  | 'reset'

export function injectFailure(failure: InjectedFailure, response: ServerResponse): void {
  if (failure === 'hang') return
  if (failure === 'reset') response.req.socket.resetAndDestroy()
  else sendJson(response, failure.status, failure.body, failure.headers)
}
