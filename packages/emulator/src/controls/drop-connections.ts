import type { EmulatedApp } from '../emulated-app.js'
import { errorBody, StreamError } from '../wire/stream-error.js'
import type { DropOptions } from './drop-options.js'

/** Ends connections. */
export function dropConnections(app: EmulatedApp, { userId, closeCode, error }: DropOptions = {}): void {
  for (const connection of app.connections.all()) {
    if (userId !== undefined && userId !== connection.userId) continue
    const { socket, sendError } = connection
    if (error !== undefined) sendError(errorBody(new StreamError(error, 'injected by the test'), '0.00ms'))
    if (closeCode === undefined && error === undefined) socket.terminate()
    else socket.close(closeCode ?? 1000)
  }
}
