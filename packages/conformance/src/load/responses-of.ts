import type { Socket } from 'node:net'
import { type HttpResponse, NO_RESPONSE, parseResponse } from '../http-response.js'

/**
 * Reads the responses to this many requests from a connection until it ends. A missing response has status 0.
 *
 * @param timeout - How many seconds it waits before it closes the connection.
 */
export function responsesOf(
  socket: Socket,
  requests: number,
  timeout: number,
): Promise<readonly HttpResponse[]> {
  return new Promise(resolve => {
    const received: Uint8Array[] = []
    const timer = setTimeout(() => socket.destroy(), timeout * 1000)
    socket.on('data', chunk => received.push(chunk))
    socket.once('close', () => {
      clearTimeout(timer)
      // Our bodies are one line of JSON, so that none contains the first line of a response.
      const texts = Buffer.concat(received)
        .toString('latin1')
        .split(/(?=HTTP\/1\.1 \d{3} )/)
      resolve(
        Array.from({ length: Math.max(requests, texts.length) }, (_, at) => {
          const text = Buffer.from(texts[at] ?? '', 'latin1')
          return parseResponse(text, 'POST', true) ?? NO_RESPONSE
        }),
      )
    })
  })
}
