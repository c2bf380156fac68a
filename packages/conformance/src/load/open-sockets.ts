import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** How many connections are opened at a time: a server's queue for new ones is short. */
const AT_A_TIME = 200

/** Opens this many connections. */
export async function openSockets(url: string, count: number): Promise<readonly Socket[]> {
  const { hostname, port } = new URL(url)
  const open = async (): Promise<Socket> => {
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    // Errors show as missing responses.
    socket.on('error', () => {})
    return socket
  }
  const sockets: Socket[] = []
  while (sockets.length < count) {
    const batch = Math.min(AT_A_TIME, count - sockets.length)
    sockets.push(...(await Promise.all(Array.from({ length: batch }, open))))
  }
  return sockets
}
