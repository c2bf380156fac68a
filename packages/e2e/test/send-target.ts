import { connect } from 'node:net'
import { text } from 'node:stream/consumers'

/** Sends a POST with a target as it is, which no HTTP library would do; returns the whole response. */
export async function sendTarget(url: string, target: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  // Node closes the connection after a target that it refuses.
  socket.on('error', () => {})
  socket.write(
    `POST ${target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-Test-User: john\r\nContent-Length: 0\r\n\r\n`,
  )
  return text(socket).catch(() => '')
}
