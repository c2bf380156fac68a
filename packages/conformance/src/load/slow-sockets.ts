import { fillTemplate } from '../fill-template.js'
import type { Served } from '../host.js'
import type { HttpResponse } from '../http-response.js'
import { toWire } from '../raw-request.js'
import { TEST_USER } from '../test-user.js'
import { openSockets } from './open-sockets.js'
import { responsesOf } from './responses-of.js'

/** Connections that send a byte a second. */
export interface SlowSockets {
  /** The responses to those that send a body, each resolved when the server closes the connection, or on timeout. */
  readonly bodies: readonly Promise<readonly HttpResponse[]>[]
  /** Returns how many of them the server has closed. */
  closedByServer(): number
  /** Closes all connections. */
  close(): void
}

/** How many seconds a server may take to close a slow body: bodyTimeout, and time for the client to read. */
const TIMEOUT = 6

/** Opens this many connections: every other one sends a slow body, the rest slow headers. */
export async function openSlowSockets(served: Served, count: number): Promise<SlowSockets> {
  const headers = [
    // The server must close the connection by itself.
    ['connection', 'keep-alive'],
    [TEST_USER, 'john'],
    ['content-type', 'application/json'],
  ] as const
  const { head, body } = toWire({ headers, body: `{${' '.repeat(100)}}` }, template =>
    fillTemplate(template, served),
  )
  const firstLine = head.indexOf(10) + 1
  const senders = (await openSockets(served.url, count)).map((socket, at) =>
    at % 2 === 0
      ? { socket, now: head, slowly: body }
      : { socket, now: head.subarray(0, firstLine), slowly: head.subarray(firstLine) },
  )
  const ofBodies = senders.filter(({ slowly }) => slowly === body).map(({ socket }) => socket)
  const bodies = ofBodies.map(socket => responsesOf(socket, 1, TIMEOUT))
  for (const { socket, now } of senders) socket.write(now)
  let sent = 0
  const timer = setInterval(() => {
    for (const { socket, slowly } of senders) {
      if (socket.writable) socket.write(slowly.subarray(sent, sent + 1))
    }
    sent++
  }, 1000)
  return {
    bodies,
    closedByServer: () =>
      ofBodies.filter(({ readableEnded, errored }) => readableEnded || errored !== null).length,
    close() {
      clearInterval(timer)
      for (const { socket } of senders) socket.destroy()
    },
  }
}
