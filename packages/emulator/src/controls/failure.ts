import type { ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { sendJson } from '../wire/send-json.js'
import { StreamError, type StreamErrorCode } from '../wire/stream-error.js'

/** A request that the emulator has not handled yet. */
export interface InterceptedRequest {
  readonly method: string
  /** As sent, without the query. */
  readonly path: string
  /** The parsed JSON; undefined if the body is empty. */
  readonly body: unknown
}

/**
 * What happens to an intercepted request instead of the emulator's response:
 *
 * - `{ status }`: this response. A socket is refused before it opens.
 * - `{ code }`: Stream's error with this number, and its status. A socket receives it as its first frame.
 * - `{ delay }` in seconds, also beside one of these. Alone, the emulator responds after the delay.
 * - `'hang'`: no response until the emulator is closed.
 * - `'reset'`: a connection reset.
 */
export type InjectedFailure =
  | {
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: unknown
      readonly delay?: number
    }
  | { readonly code: StreamErrorCode; readonly message?: string; readonly delay?: number }
  | { readonly delay: number }
  | 'hang'
  | 'reset'

/** A failure that replaces the response: its delay is over. */
export type DueFailure = Exclude<
  InjectedFailure,
  { readonly delay: number } | { readonly code: StreamErrorCode }
>

/** Waits for the delay of a failure. Throws Stream's error; returns undefined if only the delay was asked for. */
export async function awaitFailure(failure: InjectedFailure | undefined): Promise<DueFailure | undefined> {
  if (failure === undefined || typeof failure === 'string') return failure
  // Closing the emulator destroys the connection; the rest of the delay must not keep the process alive.
  if (failure.delay !== undefined) await setTimeout(failure.delay * 1000, undefined, { ref: false })
  if ('code' in failure) throw new StreamError(failure.code, failure.message ?? 'injected by the test')
  return 'status' in failure ? failure : undefined
}

/** Applies a failure; returns the status that was sent, if one was. */
export function injectFailure(failure: DueFailure, response: ServerResponse): number | undefined {
  if (failure === 'hang') return undefined
  if (failure === 'reset') {
    response.req.socket.resetAndDestroy()
    return undefined
  }
  sendJson(response, failure.status, failure.body, failure.headers)
  return failure.status
}
