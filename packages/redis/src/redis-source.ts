import type { NumericDate, Revocation, RevocationState, StoreContext } from '@stream-token/core'
import type { MirrorSource } from '@stream-token/mirror'
import { createConnection } from './connection.js'
import { toFieldChanges, toMilliseconds } from './fields.js'
import type { CreateLink } from './link.js'
import { toLogEntries } from './log-entries.js'
import { toStreamId } from './log-position.js'
import { STATE_SCRIPT } from './scripts.js'
import { snapshotParts } from './snapshot-parts.js'
import { type StateReply, stateFields, stateIn, toStateReply, userOf } from './state-reply.js'

/** How many changes one script writes: few enough that it takes milliseconds and stays within the limits of servers. */
const CHANGES_A_SCRIPT = 1000

/** The largest difference between the clocks of an app's instances, in milliseconds. */
const MAX_CLOCK_SKEW = 300

/** Longer than any log: appends no entry to one that exists. In seconds. */
const NEVER = 1e11

/**
 * After how many seconds without a reply scripts use another connection. Less than checks wait by default: the reply of
 * the other connection is still in time for them.
 */
const PATIENCE = 0.6

/** What to do where Redis has no epoch: it is new, or has lost its data. */
export type OnEmpty = 'start' | 'refuse'

/** What a source needs to know. */
export interface RedisSourceOptions {
  readonly createLink: CreateLink
  /** Default: the API key. */
  readonly namespace: string | undefined
  readonly onEmpty: OnEmpty
}

/** A source that an operator can start. */
export interface RedisSource extends MirrorSource {
  /** Starts an epoch if there is none, whatever `onEmpty` says. */
  startEpoch(signal: AbortSignal): Promise<void>
}

/** What the state script does, besides returning fields. */
interface Work {
  readonly changes?: readonly Revocation[]
  readonly floor?: NumericDate | undefined
  /** In seconds; undefined: appends an entry. */
  readonly beatAfter?: number
  readonly onEmpty?: OnEmpty
}

/** Creates the source of a mirror. It has two connections: one for scripts, one that waits for entries of the log. */
export function createRedisSource({ createLink, namespace, onEmpty }: RedisSourceOptions): RedisSource {
  const scripts = createConnection(createLink, PATIENCE)
  // The mirror knows how long the server may hold a tail, and aborts it.
  const tail = createConnection(createLink, Number.POSITIVE_INFINITY)
  let context: StoreContext | undefined

  const opened = () => {
    if (context === undefined) throw new Error('The revocation store has not been opened.')
    const name = `{${namespace ?? context.apiKey}}`
    return { state: `${name}:state`, log: `${name}:log`, now: context.clock() }
  }

  const run = async (fields: readonly string[], work: Work, signal: AbortSignal): Promise<StateReply> => {
    const { state, log, now } = opened()
    // A call that is repeated gets other ids.
    const argsOf = () => [
      work.onEmpty ?? onEmpty,
      crypto.randomUUID(),
      String(floorOfNow(now)),
      crypto.randomUUID(),
      work.floor === undefined ? '' : String(toMilliseconds(work.floor)),
      work.beatAfter === undefined ? '' : String(toMilliseconds(work.beatAfter)),
      JSON.stringify((work.changes ?? []).flatMap(toFieldChanges)),
      JSON.stringify(fields),
    ]
    const reply = await scripts.use(link => link.run(STATE_SCRIPT, [state, log], argsOf()), signal)
    const found = toStateReply(reply, fields)
    if (found.wasEmpty) context?.notify({ type: 'store_was_empty' })
    return found
  }

  return {
    // Without a namespace: the process shares by API key anyway.
    name: namespace === undefined ? 'redis' : `redis ${namespace}`,
    open(given) {
      context = given
    },
    async read(userId, beatAfter, signal) {
      const reply = await run(stateFields(userId), { beatAfter }, signal)
      return { states: [stateIn(reply, userId)], position: reply.position }
    },
    async write(changes, floor, signal) {
      const states: RevocationState[] = []
      for (let at = 0; ; at += CHANGES_A_SCRIPT) {
        const some = changes.slice(at, at + CHANGES_A_SCRIPT)
        const fields = [...new Set([undefined, ...some.map(userOf)].flatMap(stateFields))]
        const reply = await run(fields, { changes: some, floor }, signal)
        for (const change of some) states.push(stateIn(reply, userOf(change)))
        if (at + CHANGES_A_SCRIPT >= changes.length) return { states, position: reply.position }
      }
    },
    async tail(after, seconds, signal) {
      const { log } = opened()
      // Zero would wait forever.
      const milliseconds = Math.max(1, Math.ceil(seconds * 1000))
      return toLogEntries(await tail.use(link => link.follow(log, toStreamId(after), milliseconds), signal))
    },
    async load(signal) {
      const { position, floor } = await run(stateFields(undefined), { beatAfter: NEVER }, signal)
      const { state, log } = opened()
      return { position, floor, ...snapshotParts(scripts, [state, log], position, signal) }
    },
    async startEpoch(signal) {
      await run(stateFields(undefined), { beatAfter: NEVER, onEmpty: 'start' }, signal)
    },
    async close() {
      scripts.close()
      tail.close()
    },
  }
}

/** Later than every token that an instance has issued, and no whole second: a token of that second could have it as `iat`. */
function floorOfNow(now: number): number {
  const floor = Math.ceil(now) + MAX_CLOCK_SKEW
  return floor % 1000 === 0 ? floor + 1 : floor
}
