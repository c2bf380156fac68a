import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Served } from '../host.js'
import { createRandom, type Random } from '../random.js'
import { countsOf } from './counts-of.js'
import { openSockets } from './open-sockets.js'
import { requestOf } from './request-of.js'
import { until } from './until.js'

/** How many are under way at once: with those that follow each other, fewer than `maxPending`. */
const AT_A_TIME = 200

/** How many seconds they may take to reach `verifyUser`. */
const PATIENCE = 10

/** What a client does before it leaves. */
type Moment = (socket: Socket, served: Served, random: Random) => Promise<void> | void

const inVerifyUser: Moment = (socket, served) => {
  socket.write(requestOf(served, { user: 'until aborted' }))
}

const MOMENTS: readonly Moment[] = [
  function inTheHead(socket, served, random) {
    socket.write(requestOf(served, { user: 'john' }).subarray(0, 40))
    return sleep(random.below(40))
  },
  function inTheBody(socket, served, random) {
    const request = requestOf(served, { user: 'john' })
    socket.write(request.subarray(0, request.length - 1))
    return sleep(random.below(40))
  },
  inVerifyUser,
  function whenTheAnswerIsDue(socket, served, random) {
    socket.write(requestOf(served, { user: 'in 20 ms' }))
    return sleep(random.below(40))
  },
  function inTheAnswers(socket, served) {
    const request = requestOf(served, { user: 'in 20 ms', connection: 'keep-alive' })
    socket.write(Buffer.concat([request, request, request]))
    return new Promise(resolve => {
      socket.once('data', () => resolve()).once('close', () => resolve())
    })
  },
]

/**
 * Sends so many requests whose clients leave, some with a reset: before head or body is complete, while `verifyUser`
 * waits, and about when answers are written.
 *
 * @returns How many clients left while `verifyUser` waited for that.
 */
export async function abortRequests(served: Served, count: number, seed: number): Promise<number> {
  const random = createRandom(seed)
  const { waiting } = await countsOf(served)
  let entered = 0
  for (let sent = 0; sent < count; sent += AT_A_TIME) {
    const sockets = await openSockets(served.url, Math.min(AT_A_TIME, count - sent))
    const leave = (socket: Socket): void => {
      if (random.chance(0.5)) socket.resetAndDestroy()
      else socket.destroy()
    }
    const stay: Socket[] = []
    const left = sockets.map(async (socket, at) => {
      const moment = MOMENTS[at % MOMENTS.length] ?? inVerifyUser
      await moment(socket, served, random)
      if (moment === inVerifyUser) stay.push(socket)
      else leave(socket)
    })
    await Promise.all(left)
    entered += stay.length
    await until(
      () => countsOf(served),
      counts => counts.waiting === waiting + entered,
      PATIENCE,
    )
    stay.forEach(leave)
  }
  return entered
}
