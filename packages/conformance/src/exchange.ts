import { connect, type Socket } from 'node:net'
import { type HttpAnswer, NO_ANSWER, parseAnswer } from './http-answer.js'
import { type RawRequest, toWire } from './raw-request.js'

/**
 * Sends a request over a connection of its own, and reads the answer.
 *
 * @param url where the app listens
 * @param patience how many seconds it waits; after that it hangs up
 * @param fill puts values in the places that the request leaves open
 * @param signal breaks the connection off when aborted
 */
export function exchange(
  url: string,
  request: RawRequest,
  patience: number,
  fill: (template: string) => string,
  signal?: AbortSignal,
): Promise<HttpAnswer> {
  const { hostname, port } = new URL(url)
  const { head, body } = toWire(request, fill)
  return new Promise(resolve => {
    const socket = connect(Number(port), hostname)
    const received: Uint8Array[] = []
    let feeder: ReturnType<typeof setInterval> | undefined

    const finish = (answer: HttpAnswer): void => {
      clearInterval(feeder)
      clearTimeout(timer)
      socket.destroy()
      resolve(answer)
    }
    const look = (ended: boolean): void => {
      const answer = parseAnswer(Buffer.concat(received), request.method ?? 'POST', ended)
      if (answer !== undefined) finish(answer)
    }
    const timer = setTimeout(() => finish(NO_ANSWER), patience * 1000)
    socket.on('data', chunk => {
      received.push(chunk)
      look(false)
    })
    socket.on('close', () => look(true))
    // A connection that breaks while the body is still on its way may hold an answer all the same.
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
