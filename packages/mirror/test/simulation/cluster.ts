import type { LogEntry, MirrorSource } from '../../src/mirror-source.js'
import { createPlainServer, type Data, EMPTY, type PlainServer } from '../fixture/plain-server.js'
import type { Seeded } from '../fixture/seeded.js'
import { START } from '../fixture/start.js'
import type { VirtualTime } from '../fixture/virtual-time.js'
import type { Network } from './network.js'
import type { SimulatedProcess } from './simulated-process.js'

/** A server that fails as real ones do. */
export interface Cluster {
  readonly server: PlainServer
  /** Whether it does not run. */
  downUntil: number
  /** The source of a process. `onResponse` is called with the time when a call began that got its response. */
  connect(process: SimulatedProcess, onResponse: (begunAt: number) => void): MirrorSource
  /** Something happens to the data. */
  damage(): void
  /**
   * A replica is promoted while one process still talks to the old primary. That one refuses writes after a while, because
   * it has no replicas.
   */
  split(process: SimulatedProcess, seconds: number): void
}

/** How many entries the server returns at once. */
const PAGE = 5

/** Creates it. `onChange` is called after each change of its data. */
export function createCluster(
  time: VirtualTime,
  choice: Seeded,
  network: Network,
  onChange: (data: Data) => void,
): Cluster {
  const newId = (): string => choice.below(2 ** 31).toString(36)
  const server = createPlainServer(() => START + time.now(), newId)
  server.skew = choice.pick([0, -1_000_000, 3600])
  const history: Data[] = [EMPTY]

  let split: { process: SimulatedProcess; old: PlainServer; readOnlyAt: number; until: number } | undefined

  /** The server that a process reaches. */
  const serverOf = (process: SimulatedProcess): PlainServer =>
    split?.process === process && time.now() < split.until ? split.old : server
  const canWrite = (to: PlainServer): boolean => to === server || time.now() < (split?.readOnlyAt ?? 0)
  const checkWrite = (to: PlainServer): PlainServer => {
    if (!canWrite(to)) throw new Error('NOREPLICAS')
    return to
  }
  const checkBeat = (to: PlainServer, beatAfter: number): PlainServer => {
    const { at } = to.position()
    return START + time.now() + to.skew - Number(at) / 1000 > beatAfter ? checkWrite(to) : to
  }

  const note = <Result>(result: Result): Result => {
    if (history.at(-1) === server.data) return result
    history.push(server.data)
    onChange(server.data)
    return result
  }
  const alive = <Result>(land: () => Result): Result => {
    if (time.now() < cluster.downUntil) throw new Error('refused')
    return note(land())
  }

  const damages: Readonly<Record<string, () => void>> = {
    failover() {
      server.data = history[Math.max(0, history.length - 1 - choice.below(4))] ?? EMPTY
      server.skew = choice.pick([server.skew, server.skew - choice.random() * 10, server.skew + 5, 0])
    },
    trim() {
      const { log } = server.data
      server.data = { ...server.data, log: { ...log, entries: log.entries.slice(-1 - choice.below(3)) } }
    },
    evictHash() {
      server.data = { ...server.data, hash: EMPTY.hash }
    },
    evictLog() {
      server.data = { ...server.data, log: EMPTY.log }
    },
    empty() {
      server.data = EMPTY
    },
    restore() {
      server.data = history[choice.below(history.length)] ?? EMPTY
    },
  }

  const cluster: Cluster = {
    server,
    downUntil: 0,
    damage() {
      choice.pick(Object.values(damages))()
      cluster.downUntil = Math.max(cluster.downUntil, time.now() + choice.pick([0, 0.1, choice.random() * 6]))
      note(undefined)
    },
    split(process, seconds) {
      const old = createPlainServer(() => START + time.now(), newId)
      old.data = server.data
      old.skew = server.skew
      split = { process, old, readOnlyAt: time.now() + choice.random() * 2, until: time.now() + seconds }
      damages.failover?.()
      note(undefined)
    },
    connect(process, onResponse) {
      const call = async <Result>(land: () => Result): Promise<Result> => {
        const begunAt = time.now()
        const result = await network.send(process, () => alive(land))
        onResponse(begunAt)
        return result
      }
      return {
        name: 'simulated',
        read: (userId, beatAfter) =>
          call(() => checkBeat(serverOf(process), beatAfter).read(userId, beatAfter)),
        write: (changes, floor) => call(() => checkWrite(serverOf(process)).write(changes, floor)),
        async load() {
          const { position, floor } = await network.send(process, () =>
            alive(() => {
              const from = serverOf(process)
              return { position: from.position(), floor: from.data.hash.floor }
            }),
          )
          let last = position
          const parts = async function* () {
            // In two parts, so that something can happen between them.
            for (const isFirst of [true, false]) {
              const part = await network.send(process, () =>
                alive(() => ({
                  changes: serverOf(process)
                    .changes()
                    .filter(change => isFirst === ('userId' in change && change.userId < 'b')),
                  position: serverOf(process).position(),
                })),
              )
              last = part.position
              yield part.changes
            }
          }
          return { position, floor, parts: parts(), last: () => last }
        },
        tail: (position, seconds) =>
          network.send(process, () => {
            const from = serverOf(process)
            const entries = alive(() => from.after(position))
            if (entries.length > 0) return entries.slice(0, PAGE)
            return new Promise<readonly LogEntry[]>((resolve, reject) => {
              const end = (): void => {
                cancel()
                stop()
                if (time.now() < cluster.downUntil || from !== serverOf(process)) reject(new Error('reset'))
                else resolve(from.after(position).slice(0, PAGE))
              }
              const cancel = time.after(seconds, end)
              const stop = from.onEntry(end)
            })
          }),
      }
    },
  }
  return cluster
}
