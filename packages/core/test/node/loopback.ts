import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A server on loopback that ends with the test, and the port it listens on. */
export async function serve(
  handler: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<{ readonly port: number; readonly url: string }> {
  const server = createServer((request, response) => void handler(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { port, url: `http://127.0.0.1:${port}` }
}

/** The request that reaches a server which is sent this text; the socket stays open. */
export async function received(text: string): Promise<{
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly socket: Socket
}> {
  let socket: Socket | undefined
  const { request, response } = await new Promise<{ request: IncomingMessage; response: ServerResponse }>(
    resolve => {
      void serve((request, response) => resolve({ request, response })).then(({ port }) => {
        socket = connect(port, '127.0.0.1')
        socket.on('error', () => {})
        socket.write(text)
      })
    },
  )
  if (socket === undefined) throw new Error('There is no socket.')
  return { request, response, socket }
}

/** The text of a POST with a body of a known length. */
export function post(body: string, headers: readonly string[] = []): string {
  const length = `Content-Length: ${Buffer.byteLength(body)}`
  return ['POST /stream/token?a=1&a=2 HTTP/1.1', 'Host: api.example', length, ...headers, '', body].join(
    '\r\n',
  )
}

/** The text of a POST that is sent in chunks, and is not over. */
export function chunked(...chunks: readonly string[]): string {
  const head = ['POST / HTTP/1.1', 'Host: api.example', 'Transfer-Encoding: chunked', '', ''].join('\r\n')
  return head + chunks.map(chunk => `${Buffer.byteLength(chunk).toString(16)}\r\n${chunk}\r\n`).join('')
}
