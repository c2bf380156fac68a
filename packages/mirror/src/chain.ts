import type { LogEntry, LogPosition } from './mirror-source.js'

/** A call to the server, as it was when it began. */
export interface Call {
  readonly begunAt: number
  readonly generation: number
  /** The last position that was known then: the server must not return an earlier one. */
  readonly seen: LogPosition | undefined
}

/**
 * What a position says about the copy. `proven`: the copy has all that the server had when the call began; `pending`: so it
 * will be once the log has been read up to there; `lost`: the server has lost entries; `unknown`: nothing.
 */
export type Verdict = 'proven' | 'pending' | 'lost' | 'unknown'

/** When the call began that a position proves, if there is one; 'broken' if the server has lost entries. */
export type Proof = number | undefined | 'broken'

/** Follows the log: how far it was read, and whether the results of calls fit it. */
export interface Chain {
  /** Changes with each load: the result of an older call says nothing about the log since. */
  readonly generation: number
  /** The entry that was read last; undefined while the copy is being loaded. */
  readonly reached: LogPosition | undefined
  /** How many positions were returned that the log has not reached. */
  readonly pending: number
  begin(now: number): Call
  /** Judges what a call returned. `isNews`: it had pairs that the copy had not. */
  respond(call: Call, position: LogPosition, isNews: boolean): Verdict
  /** Begins a new generation, without any position. */
  restart(): void
  /** The copy has everything up to a position. Returns as `follow` does. */
  load(position: LogPosition): Proof
  /** Reads the next entry. */
  follow(entry: LogEntry): Proof
}

/** How many of the last entries are remembered, to compare what slow calls return. */
const PASSED = 1000

/** How many positions may be pending: beyond it, the log is not being read. */
const MAX_PENDING = 10_000

/** Creates a chain without any position. */
export function createChain(): Chain {
  let generation = 0
  let epoch: string | undefined
  let seen: LogPosition | undefined
  let reached: LogPosition | undefined
  /** The ids of the last entries, by place. */
  const passed = new Map<string, string>()
  /** By place: the id, and when the latest call began that returned it. */
  const pending = new Map<string, { readonly id: string; readonly begunAt: number }>()

  const pass = (position: LogPosition): void => {
    reached = position
    if (seen === undefined || position.at > seen.at) seen = position
    passed.set(position.at, position.id)
    for (const at of passed.keys()) {
      if (passed.size <= PASSED) break
      passed.delete(at)
    }
  }

  return {
    get generation() {
      return generation
    },
    get reached() {
      return reached
    },
    get pending() {
      return pending.size
    },
    begin: now => ({ begunAt: now, generation, seen }),
    respond(call, position, isNews) {
      // The copy does not have what the server had then. The load that is under way, or the next one, writes it back.
      if (call.generation !== generation) return isNews && reached !== undefined ? 'lost' : 'unknown'
      if (epoch !== undefined && position.epoch !== epoch) return 'lost'
      if (call.seen !== undefined && isBehind(position, call.seen)) return 'lost'
      epoch = position.epoch
      if (seen === undefined || position.at > seen.at) seen = position
      if (reached === undefined || position.at > reached.at) {
        const other = pending.get(position.at)
        if ((other !== undefined && other.id !== position.id) || pending.size >= MAX_PENDING) return 'lost'
        pending.set(position.at, {
          id: position.id,
          begunAt: Math.max(call.begunAt, other?.begunAt ?? call.begunAt),
        })
        return 'pending'
      }
      // The log has been read up to there. If the call returned more, its server has another log.
      const id = passed.get(position.at)
      if (isNews || (id !== undefined && id !== position.id)) return 'lost'
      return id === undefined ? 'unknown' : 'proven'
    },
    restart() {
      generation++
      epoch = undefined
      seen = undefined
      reached = undefined
      passed.clear()
      pending.clear()
    },
    load(position) {
      if (epoch !== undefined && position.epoch !== epoch) return 'broken'
      epoch = position.epoch
      const proof = pending.get(position.at)
      // What was returned up to there has been compared with the snapshot.
      for (const at of pending.keys()) if (at <= position.at) pending.delete(at)
      pass(position)
      return proof?.id === position.id ? proof.begunAt : undefined
    },
    follow({ position, previous }) {
      if (reached === undefined || position.epoch !== epoch || position.at <= reached.at) return 'broken'
      if (previous !== reached.id) return 'broken'
      const proof = pending.get(position.at)
      if (proof !== undefined && proof.id !== position.id) return 'broken'
      pending.delete(position.at)
      // The log does not have a position that a call returned: it is another log.
      for (const at of pending.keys()) if (at < position.at) return 'broken'
      pass(position)
      return proof?.begunAt
    },
  }
}

function isBehind(position: LogPosition, seen: LogPosition): boolean {
  return position.at < seen.at || (position.at === seen.at && position.id !== seen.id)
}
