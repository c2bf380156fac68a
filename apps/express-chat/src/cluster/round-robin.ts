import { type ClientRequest, createServer, type IncomingMessage, request, type Server } from 'node:http'
import type { Duplex } from 'node:stream'

/** Creates a proxy that passes each request to the next process. It has to choose anew each time: no sticky sessions. */
export function createRoundRobin(ports: readonly number[]): Server {
  let count = 0
  const forward = ({ method, url, rawHeaders }: IncomingMessage): ClientRequest => {
    const port = ports[count++ % ports.length]
    // The headers as they came, Host included: the app must see its own address.
    return request({ host: '127.0.0.1', port, method, path: url, headers: [...rawHeaders], setHost: false })
  }

  const server = createServer((incoming, outgoing) => {
    const passed = forward(incoming)
    passed.on('response', response => {
      outgoing.writeHead(response.statusCode ?? 502, response.rawHeaders)
      response.pipe(outgoing)
    })
    passed.on('error', () => {
      if (!outgoing.headersSent) outgoing.writeHead(502)
      outgoing.end()
    })
    outgoing.on('close', () => passed.destroy())
    incoming.pipe(passed)
  })

  server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    const passed = forward(incoming)
    const end = (): void => void socket.destroy()
    passed.on('upgrade', ({ rawHeaders }: IncomingMessage, other: Duplex, first: Buffer) => {
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${linesOf(rawHeaders)}\r\n`)
      socket.write(first)
      socket.on('error', () => other.destroy()).on('close', () => other.destroy())
      other.on('error', end).on('close', end)
      other.pipe(socket).pipe(other)
      other.write(head)
    })
    passed.on('response', ({ statusCode, statusMessage, rawHeaders }: IncomingMessage) => {
      socket.end(`HTTP/1.1 ${statusCode} ${statusMessage}\r\n${linesOf(rawHeaders)}\r\n`)
    })
    passed.on('error', end)
    socket.on('error', () => passed.destroy())
    passed.end()
  })
  return server
}

function linesOf(rawHeaders: readonly string[]): string {
  let lines = ''
  for (let at = 0; at < rawHeaders.length; at += 2) lines += `${rawHeaders[at]}: ${rawHeaders[at + 1]}\r\n`
  return lines
}
