import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A proxy on loopback between a client and a server, which can fail as networks do. */
export interface TcpProxy {
  readonly port: number
  /** New connections work. What was cut off stays so. */
  pass(): void
  /** Cuts off all connections, old and new: they stay open, and nothing gets through any more. */
  swallow(): void
  /** Cuts off connections that send this text, once they do. */
  swallowWith(text: string): void
  /** Closes all connections, old and new. */
  refuse(): void
  /** Holds up every packet for so many milliseconds. */
  delay(milliseconds: number): void
  /** New connections go to another server, and old ones are closed. */
  target(port: number): void
  close(): Promise<void>
}

/** Starts a proxy. */
export async function startProxy(targetPort: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>()
  let target = targetPort
  let mode: 'pass' | 'swallow' | 'refuse' = 'pass'
  let milliseconds = 0
  let fatal: string | undefined
  /** Connections from before are cut off. */
  let generation = 0

  const keep = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  }
  const closeAll = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer(client => {
    keep(client)
    if (mode === 'refuse') return void client.destroy()
    if (mode === 'swallow') return void client.resume()
    const upstream = connect(target, '127.0.0.1')
    keep(upstream)
    const born = generation
    let isCutOff = false
    const pipe = (from: Socket, to: Socket, isRequest: boolean): void => {
      from.on('data', chunk => {
        if (isRequest && fatal !== undefined && chunk.toString('latin1').toLowerCase().includes(fatal))
          isCutOff = true
        const send = () => !isCutOff && born === generation && to.writable && to.write(chunk)
        if (milliseconds === 0) send()
        else setTimeout(send, milliseconds)
      })
      from.on('close', () => born === generation && to.destroy())
    }
    pipe(client, upstream, true)
    pipe(upstream, client, false)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.')

  return {
    port: address.port,
    pass() {
      mode = 'pass'
      milliseconds = 0
      fatal = undefined
    },
    swallow() {
      mode = 'swallow'
      generation++
    },
    swallowWith(text) {
      fatal = text.toLowerCase()
    },
    refuse() {
      mode = 'refuse'
      closeAll()
    },
    delay(given) {
      milliseconds = given
    },
    target(port) {
      target = port
      closeAll()
    },
    async close() {
      closeAll()
      server.close()
      await once(server, 'close')
    },
  }
}
