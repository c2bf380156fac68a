import type { Served } from '../host.js'
import type { HttpResponse } from '../http-response.js'
import { allowedSockets } from './allowed-sockets.js'
import { openSockets } from './open-sockets.js'
import { type LoadRequest, requestOf } from './request-of.js'
import { responsesOf } from './responses-of.js'

/** How many seconds all responses may take. */
const TIMEOUT = 200

/**
 * Sends this many requests at once, each on its own connection that is already open. If the system does not allow that
 * many connections, requests are pipelined.
 */
export async function sendAtOnce(
  served: Served,
  requests: number,
  request: LoadRequest,
): Promise<readonly HttpResponse[]> {
  const sockets = await openSockets(served.url, allowedSockets(requests))
  const on = (at: number): number => Math.ceil((requests - at) / sockets.length)
  const last = requestOf(served, request)
  const before = requestOf(served, { ...request, connection: 'keep-alive' })
  const responses = sockets.map((socket, at) => responsesOf(socket, on(at), TIMEOUT))
  sockets.forEach((socket, at) => {
    socket.write(Buffer.concat([...Array.from({ length: on(at) - 1 }, () => before), last]))
  })
  return (await Promise.all(responses)).flat()
}
