import { connect, type Socket } from 'node:net'
import { type HttpResponse, NO_RESPONSE, parseResponse } from './http-response.js'
import { type RawRequest, toWire } from './raw-request.js'

/**
 * Sends a request over a new connection, and reads the response.
 *
 * @param url where the app listens
 * @param timeout how many seconds it waits before it closes the connection
 * @param fill replaces the placeholders of the request
 * @param signal resets the connection when aborted
 */
export function exchange(
  url: string,
  request: RawRequest,
  timeout: number,
  fill: (template: string) => string,
  signal?: AbortSignal,
): Promise<HttpResponse> {
  const { hostname, port } = new URL(url)
  const { head, body } = toWire(request, fill)
  return new Promise(resolve => {
    const socket = connect(Number(port), hostname)
    const received: Uint8Array[] = []
    let feeder: ReturnType<typeof setInterval> | undefined

    const finish = (response: HttpResponse): void => {
      clearInterval(feeder)
      clearTimeout(timer)
      socket.destroy()
      resolve(response)
    }
    const parse = (ended: boolean): void => {
      const response = parseResponse(Buffer.concat(received), request.method ?? 'POST', ended)
      if (response !== undefined) finish(response)
    }
    const timer = setTimeout(() => finish(NO_RESPONSE), timeout * 1000)
    socket.on('data', chunk => {
      received.push(chunk)
      parse(false)
    })
    socket.on('close', () => parse(true))
    // A response may have arrived even if the connection fails while the body is being sent.
    socket.on('error', () => {})
    socket.on('connect', () => {
      socket.write(head)
      feeder = feed(socket, body, request)
    })
    signal?.addEventListener('abort', () => socket.resetAndDestroy())
  })
}

/** Sends the body, at once or a byte at a time. */
function feed(
  socket: Socket,
  body: Uint8Array,
  { millisecondsPerByte, afterwards }: RawRequest,
): ReturnType<typeof setInterval> | undefined {
  const end = (): void => {
    if (afterwards === 'half-close') socket.end()
    if (afterwards === 'reset') socket.resetAndDestroy()
  }
  if (millisecondsPerByte === undefined) {
    socket.write(body, end)
    return undefined
  }
  let at = 0
  const timer = setInterval(() => {
    socket.write(body.subarray(at, ++at))
    if (at < body.length) return
    clearInterval(timer)
    end()
  }, millisecondsPerByte)
  return timer
}
