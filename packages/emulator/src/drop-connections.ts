import type { EmulatedApp } from './emulated-app.js'
import { sendFrame } from './send-frame.js'
import { errorBody, StreamError, type StreamErrorCode } from './stream-error.js'

/** Which connections end, and how. */
export interface DropOptions {
  /** Only those of this user. Default: all. */
  readonly userId?: string | undefined
  /** The close code. Default: none, as if the network had failed, or 1000 after an error. Clients do not reconnect after 1000. */
  readonly closeCode?: number | undefined
  /** The number of an error of Stream's, which is sent before. */
  readonly error?: StreamErrorCode | undefined
}

export function dropConnections(app: EmulatedApp, { userId, closeCode, error }: DropOptions = {}): void {
  for (const connection of app.connections.all()) {
    if (userId !== undefined && userId !== connection.userId) continue
    const { socket, protocol } = connection
    if (error !== undefined) {
      const body = errorBody(new StreamError(error, 'injected by the test'), '0.00ms')
      sendFrame(socket, protocol.writeError(body, app.now()))
    }
    if (closeCode === undefined && error === undefined) socket.terminate()
    else socket.close(closeCode ?? 1000)
  }
}
