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
    connect(process, onResponse) {
      const call = async <Result>(land: () => Result): Promise<Result> => {
        const begunAt = time.now()
        const result = await network.send(process, () => alive(land))
        onResponse(begunAt)
        return result
      }
      return {
        name: 'simulated',
        read: (userId, beatAfter) => call(() => server.read(userId, beatAfter)),
        write: (changes, floor) => call(() => server.write(changes, floor)),
        async load() {
          const { position, floor } = await network.send(process, () =>
            alive(() => ({ position: server.position(), floor: server.data.hash.floor })),
          )
          let last = position
          const parts = async function* () {
            // In two parts, so that something can happen between them.
            for (const isFirst of [true, false]) {
              const part = await network.send(process, () =>
                alive(() => ({
                  changes: server
                    .changes()
                    .filter(change => isFirst === ('userId' in change && change.userId < 'b')),
                  position: server.position(),
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
            const entries = alive(() => server.after(position))
            if (entries.length > 0) return entries.slice(0, PAGE)
            return new Promise<readonly LogEntry[]>((resolve, reject) => {
              const end = (): void => {
                cancel()
                stop()
                if (time.now() < cluster.downUntil) reject(new Error('reset'))
                else resolve(server.after(position).slice(0, PAGE))
              }
              const cancel = time.after(seconds, end)
              const stop = server.onEntry(end)
            })
          }),
      }
    },
  }
  return cluster
}
