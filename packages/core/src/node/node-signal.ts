import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Callbacks to run when a connection closes, one for each pipelined response that is queued on it. */
const queued = new WeakMap<Socket, Set<() => void>>()

/** Creates a signal that aborts when the client disconnects before the response is written. */
export function nodeSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  const closed = (): void => {
    if (!response.writableEnded) controller.abort()
  }
  // A serverless event that is wrapped as a request has no connection, so a disconnect cannot be detected.
  const connection: Socket | undefined = response.req?.socket
  if (response.destroyed || connection?.destroyed === true || isReset(response)) closed()
  else if (response.socket === null && connection !== undefined) watchConnection(response, connection, closed)
  response.once('close', closed)
  return controller.signal
}

/** With pipelined requests, Node emits `close` only on the response whose turn it is. */
function watchConnection(response: ServerResponse, socket: Socket, closed: () => void): void {
  const callbacks = queued.get(socket) ?? new Set()
  if (!queued.has(socket)) {
    queued.set(socket, callbacks)
    // One listener for all of them: Node warns about more than ten.
    socket.once('close', () => {
      for (const callback of callbacks) callback()
    })
  }
  callbacks.add(closed)
  response.once('socket', () => callbacks.delete(closed))
}

/** An HTTP/2 client that leaves resets its stream and keeps the connection. */
function isReset(response: ServerResponse): boolean {
  const stream: unknown = Reflect.get(response, 'stream')
  return typeof stream === 'object' && stream !== null && Reflect.get(stream, 'destroyed') === true
}
