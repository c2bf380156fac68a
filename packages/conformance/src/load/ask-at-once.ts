import type { Served } from '../host.js'
import type { HttpAnswer } from '../http-answer.js'
import { allowedSockets } from './allowed-sockets.js'
import { answersOf } from './answers-of.js'
import { openSockets } from './open-sockets.js'
import { type Asked, requestOf } from './request-of.js'

/** How many seconds all answers may take. */
const PATIENCE = 200

/**
 * Sends so many requests at once: each on a connection of its own, all of them opened before. Where the system does not
 * allow as many, several follow each other on one, none waiting for an answer.
 */
export async function askAtOnce(
  served: Served,
  requests: number,
  asked: Asked,
): Promise<readonly HttpAnswer[]> {
  const sockets = await openSockets(served.url, allowedSockets(requests))
  const on = (at: number): number => Math.ceil((requests - at) / sockets.length)
  const last = requestOf(served, asked)
  const before = requestOf(served, { ...asked, connection: 'keep-alive' })
  const answers = sockets.map((socket, at) => answersOf(socket, on(at), PATIENCE))
  sockets.forEach((socket, at) => {
    socket.write(Buffer.concat([...Array.from({ length: on(at) - 1 }, () => before), last]))
  })
  return (await Promise.all(answers)).flat()
}
