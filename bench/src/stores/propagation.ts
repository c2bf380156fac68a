import { fork } from 'node:child_process'
import { once } from 'node:events'
import { below } from '../goal.js'
import type { Report } from '../report.js'
import { figure, table } from '../table.js'
import { startRedis } from './redis-server.js'

const PROCESSES = 4

const ROUNDS = 1000

/** A command to a process of `instance.ts`. */
export interface Command {
  readonly id: number
  readonly name: 'mint' | 'revoke' | 'untilRefused'
  /** A user, or a token. */
  readonly argument: string
}

/** Measures how long after a revocation in one process the guards of the others refuse the token. */
export async function propagation(): Promise<Report> {
  const server = await startRedis()
  const instances = Array.from({ length: PROCESSES }, () => startInstance(server.url))
  const [fromCall, fromStored]: [number[], number[]] = [[], []]
  try {
    // The first one of each connects and loads.
    for (const { call } of instances) await call('mint', 'somebody')
    for (let round = 0; round < ROUNDS; round++) {
      const [revoker, ...others] = [
        ...instances.slice(round % PROCESSES),
        ...instances.slice(0, round % PROCESSES),
      ]
      const token = String(await revoker?.call('mint', `user-${round}`))
      const watching = others.map(({ call }) => call('untilRefused', token))
      const [calledAt, storedAt] = timesIn(await revoker?.call('revoke', `user-${round}`))
      for (const [refusedAt] of (await Promise.all(watching)).map(timesIn)) {
        fromCall.push(refusedAt - calledAt)
        fromStored.push(refusedAt - storedAt)
      }
    }
  } finally {
    for (const instance of instances) await instance.end()
    await server.end()
  }
  const p99 = at(fromStored, 0.99)
  const row = (name: string, times: number[]): string[] => [
    name,
    ...[0.5, 0.99, 1].map(share => figure(Math.max(0, at(times, share)))),
  ]
  return {
    title: `A revocation in one of ${PROCESSES} processes on Redis ${server.version}, ${ROUNDS.toLocaleString('en')} rounds: milliseconds until the guards of the others refuse the token`,
    table: table(
      ['', 'p50', 'p99', 'most'],
      [row('from the response', fromStored), row('from the call', fromCall)],
    ),
    goals: [below('p99 from the response', p99, 20, 'ms')],
  }
}

function startInstance(url: string) {
  const child = fork(new URL('./instance.js', import.meta.url), [url])
  const pending = new Map<number, (result: unknown) => void>()
  child.on('message', (message: { readonly id: number; readonly result: unknown }) => {
    pending.get(message.id)?.(message.result)
    pending.delete(message.id)
  })
  let calls = 0
  return {
    call: (name: Command['name'], argument: string): Promise<unknown> =>
      new Promise(resolve => {
        const command: Command = { id: ++calls, name, argument }
        pending.set(command.id, resolve)
        child.send(command)
      }),
    async end() {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}

function timesIn(result: unknown): readonly [number, number] {
  const [one, other] = Array.isArray(result) ? result : []
  return [Number(one), Number(other)]
}

function at(times: number[], share: number): number {
  const sorted = times.toSorted((one, other) => one - other)
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
}
