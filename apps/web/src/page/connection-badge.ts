import { element } from './element.js'

const texts = {
  connecting: 'Connecting to Stream…',
  connected: 'Connected to Stream',
  reconnecting: 'Connection lost, reconnecting…',
  failed: 'Not connected',
} as const

/** The state of the connection to Stream. */
export type ConnectionState = keyof typeof texts

/** Shows the state of the connection as text and color. */
export function showConnection(state: ConnectionState): void {
  const badge = element('connection', HTMLElement)
  badge.dataset.state = state
  badge.textContent = texts[state]
}
