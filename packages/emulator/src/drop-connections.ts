import type { DropOptions } from './drop-options.js'
import type { EmulatedApp } from './emulated-app.js'
import { sendFrame } from './send-frame.js'
import { errorBody, StreamError } from './stream-error.js'

/** Ends connections. */
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
