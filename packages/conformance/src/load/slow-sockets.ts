import { fillTemplate } from '../fill-template.js'
import type { Served } from '../host.js'
import type { HttpAnswer } from '../http-answer.js'
import { toWire } from '../raw-request.js'
import { TEST_USER } from '../test-user.js'
import { answersOf } from './answers-of.js'
import { openSockets } from './open-sockets.js'

/** Connections that send a byte a second. */
export interface SlowSockets {
  /** The answers to those that send a body, each when the server has hung up, or does not after some seconds. */
  readonly bodies: readonly Promise<readonly HttpAnswer[]>[]
  /** On how many of them the server has hung up. */
  hungUp(): number
  /** Hangs up. */
  close(): void
}

/** How many seconds a server may take to hang up on a slow body; it waits for the body itself, and then to be read. */
const PATIENCE = 6

/** Opens so many: every other one sends a body, the rest headers. */
export async function openSlowSockets(served: Served, count: number): Promise<SlowSockets> {
  const headers = [
    // As long as the server lets them: it must hang up by itself.
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
  const bodies = ofBodies.map(socket => answersOf(socket, 1, PATIENCE))
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
    hungUp: () => ofBodies.filter(({ readableEnded, errored }) => readableEnded || errored !== null).length,
    close() {
      clearInterval(timer)
      for (const { socket } of senders) socket.destroy()
    },
  }
}
