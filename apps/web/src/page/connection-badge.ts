import { element } from './element.js'

const words = {
  connecting: 'Connecting to Stream…',
  connected: 'Connected to Stream',
  reconnecting: 'Connection lost, reconnecting…',
  failed: 'Not connected',
} as const

/** How the socket to Stream is doing. */
export type ConnectionState = keyof typeof words

/** Shows the state of the connection, in words as well as in colour. */
export function showConnection(state: ConnectionState): void {
  const badge = element('connection', HTMLElement)
  badge.dataset.state = state
  badge.textContent = words[state]
}
