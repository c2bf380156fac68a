import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Served } from '../host.js'
import { createRandom, type Random } from '../random.js'
import { countsOf } from './counts-of.js'
import { openSockets } from './open-sockets.js'
import { requestOf } from './request-of.js'
import { until } from './until.js'

/** How many connections are open at once. Pipelined requests included, there are fewer calls than `maxPending`. */
const AT_A_TIME = 200

/** How many seconds requests may take to reach `verifyUser`. */
const TIMEOUT = 10

/** What a client does before it disconnects. */
type Moment = (socket: Socket, served: Served, random: Random) => Promise<void> | void

const inVerifyUser: Moment = (socket, served) => {
  socket.write(requestOf(served, { user: 'until aborted' }))
}

const MOMENTS: readonly Moment[] = [
  function inHead(socket, served, random) {
    socket.write(requestOf(served, { user: 'john' }).subarray(0, 40))
    return sleep(random.below(40))
  },
  function inBody(socket, served, random) {
    const request = requestOf(served, { user: 'john' })
    socket.write(request.subarray(0, request.length - 1))
    return sleep(random.below(40))
  },
  inVerifyUser,
  function beforeResponse(socket, served, random) {
    socket.write(requestOf(served, { user: 'in 20 ms' }))
    return sleep(random.below(40))
  },
  function inResponses(socket, served) {
    const request = requestOf(served, { user: 'in 20 ms', connection: 'keep-alive' })
    socket.write(Buffer.concat([request, request, request]))
    return new Promise(resolve => {
      socket.once('data', () => resolve()).once('close', () => resolve())
    })
  },
]

/**
 * Sends this many requests and disconnects, in some cases with a reset: before head or body is complete, while
 * `verifyUser` waits, and around the time of the response.
 *
 * @returns How many clients disconnected while `verifyUser` waited for it.
 */
export async function abortRequests(served: Served, count: number, seed: number): Promise<number> {
  const random = createRandom(seed)
  const { waiting } = await countsOf(served)
  let entered = 0
  for (let done = 0; done < count; done += AT_A_TIME) {
    const sockets = await openSockets(served.url, Math.min(AT_A_TIME, count - done))
    const disconnect = (socket: Socket): void => {
      if (random.chance(0.5)) socket.resetAndDestroy()
      else socket.destroy()
    }
    const waitingSockets: Socket[] = []
    const sent = sockets.map(async (socket, at) => {
      const moment = MOMENTS[at % MOMENTS.length] ?? inVerifyUser
      await moment(socket, served, random)
      if (moment === inVerifyUser) waitingSockets.push(socket)
      else disconnect(socket)
    })
    await Promise.all(sent)
    entered += waitingSockets.length
    await until(
      () => countsOf(served),
      counts => counts.waiting === waiting + entered,
      TIMEOUT,
    )
    waitingSockets.forEach(disconnect)
  }
  return entered
}
