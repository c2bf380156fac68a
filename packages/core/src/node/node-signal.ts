import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** What is to happen when a connection closes, for the responses that wait on it for their turn. */
const inQueue = new WeakMap<Socket, Set<() => void>>()

/** Makes a signal that is aborted when the client leaves before its answer is written. */
export function nodeSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController()
  const closed = (): void => {
    if (!response.writableFinished) controller.abort()
  }
  if (response.destroyed || response.req.socket.destroyed) closed()
  else if (response.socket === null) watchConnection(response, closed)
  response.once('close', closed)
  return controller.signal
}

/** Where requests follow each other without waiting, Node closes only the response whose turn it is. */
function watchConnection(response: ServerResponse, closed: () => void): void {
  const { socket } = response.req
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
