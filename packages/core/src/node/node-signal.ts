import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** What is to happen when a connection closes, for the responses that wait on it for their turn. */
const inQueue = new WeakMap<Socket, Set<() => void>>()

/** Makes a signal that is aborted when the client leaves before its answer is written. */
export function nodeSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  const closed = (): void => {
    if (!response.writableEnded) controller.abort()
  }
  // A function's event that is made to look like a request has no connection: nobody can be seen to leave it.
  const connection: Socket | undefined = response.req?.socket
  if (response.destroyed || connection?.destroyed === true || isReset(response)) closed()
  else if (response.socket === null && connection !== undefined) watchConnection(response, connection, closed)
  response.once('close', closed)
  return controller.signal
}

/** Where requests follow each other without waiting, Node closes only the response whose turn it is. */
function watchConnection(response: ServerResponse, socket: Socket, closed: () => void): void {
  const waiting = inQueue.get(socket) ?? new Set()
  if (!inQueue.has(socket)) {
    inQueue.set(socket, waiting)
    // One listener for all of them: Node warns of more than ten.
    socket.once('close', () => {
      for (const tell of waiting) tell()
    })
  }
  waiting.add(closed)
  response.once('socket', () => waiting.delete(closed))
}

/** In HTTP/2 a stream within the connection is what a client leaves. */
function isReset(response: ServerResponse): boolean {
  const stream: unknown = Reflect.get(response, 'stream')
  return typeof stream === 'object' && stream !== null && Reflect.get(stream, 'destroyed') === true
}
