import type { WebSocket } from 'ws'
import type { JsonObject } from '../wire/json-object.js'

/** A client that does not read its socket is dropped once this many bytes wait for it. */
const MOST_WAITING_BYTES = 8 * 1_048_576

/** Sends a frame, unless the socket is closing. */
export function sendFrame(socket: WebSocket, frame: JsonObject): void {
  if (socket.bufferedAmount > MOST_WAITING_BYTES) socket.terminate()
  else if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
}
