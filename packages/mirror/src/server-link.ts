import type { NumericDate, Revocation, RevocationState } from '@stream-token/core'
import { isState } from '@stream-token/core/store'
import type { CallGroup } from './call-group.js'
import type { Call, Chain } from './chain.js'
import { changesOf, mergeStates } from './copy.js'
import type { LogPosition, MirrorSource, ServerStates } from './mirror-source.js'
import type { Replica } from './replica.js'

/** After this time a call is aborted, in seconds, whoever still waits for it. */
export const CALL_LIMIT = 10

/** Calls to the server. What they return is merged into the copy, and says how fresh that is. */
export interface ServerLink {
  /** Returns a user's state at the server, merged with the copy. The caller waits for at most `patience` seconds. */
  read(userId: string | undefined, patience?: number): Promise<RevocationState>
  /** Resolves once the server has the changes and the copy shows them. */
  write(changes: readonly Revocation[], floor?: NumericDate): Promise<readonly RevocationState[]>
}

/** What the link uses. */
export interface ServerLinkParts {
  readonly source: MirrorSource
  readonly calls: CallGroup
  readonly replica: Replica
  /** Returns undefined without a copy. */
  readonly chain: () => Chain | undefined
  readonly elapsed: () => number
  /** How old the last entry of the log may be before a read appends another one, in seconds. */
  readonly beatAfter: number
  /** The copy has all that the server had at that time. */
  readonly onProven: (at: number) => void
  readonly onLost: () => void
  readonly onResponse: () => void
}

/** Creates the link to a server. */
export function createServerLink(parts: ServerLinkParts): ServerLink {
  const { source, calls, replica, chain, elapsed, beatAfter } = parts

  const judge = (call: Call | undefined, position: LogPosition, isNews: boolean): void => {
    if (call === undefined) return
    const verdict = chain()?.respond(call, position, isNews)
    if (verdict === 'proven') parts.onProven(call.begunAt)
    if (verdict === 'lost') parts.onLost()
  }

  /** Merges the states of users; undefined is the app. A late response is merged too: what it says is true. */
  const merge = (
    userIds: readonly (string | undefined)[],
    { states, position }: ServerStates,
    call: Call | undefined,
  ): readonly RevocationState[] => {
    if (states.length !== userIds.length || !states.every(isState))
      throw new TypeError('The source returned something other than a list of states.')
    parts.onResponse()
    let isNews = false
    for (const [at, state] of states.entries())
      isNews = replica.merge(changesOf(userIds[at], state), state.floor) || isNews
    judge(call, position, isNews)
    return states.map((state, at) => mergeStates(state, replica.copy.read(userIds[at])))
  }

  return {
    async read(userId, patience = CALL_LIMIT) {
      const call = chain()?.begin(elapsed())
      const states = await calls.run(
        async signal => merge([userId], await source.read(userId, beatAfter, signal), call),
        CALL_LIMIT,
        { patience },
      )
      return states[0] ?? {}
    },
    async write(changes, floor) {
      const userIds = changes.map(change => ('userId' in change ? change.userId : undefined))
      const call = chain()?.begin(elapsed())
      return calls.run(
        async signal => merge(userIds, await source.write(changes, floor, signal), call),
        CALL_LIMIT,
      )
    },
  }
}
