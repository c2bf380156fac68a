import { cutoffOf, later } from '../cutoffs/is-revoked.js'
import { type CutoffChange, cutoffOfNow } from '../cutoffs/revocation-date.js'
import type { RevocationState } from '../cutoffs/store.js'
import { inForce } from '../cutoffs/versioned.js'
import { configInvalid } from '../errors/errors.js'
import type { BlockResult, RevocationResult } from '../errors/revocation-result.js'
import type { Emit } from '../events/events.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { toRfc3339 } from '../primitives/rfc3339.js'
import { APP } from '../stream-api/outcome.js'
import type { PendingTasks } from '../stream-api/pending-tasks.js'
import type { Propagating, Propagation } from '../stream-api/propagation.js'
import { isUserId, USER_ID_RULE } from '../token/claims.js'
import { MAX_HOLD } from './hold.js'
import type { Record } from './recorder.js'
import { report } from './report.js'
import type { SharedState } from './shared-state.js'

/** The options of the methods that revoke tokens. */
export interface RevokeOptions {
  /**
   * Whether to wait for Stream. With false the promise resolves once the change is stored, and events report the rest: for
   * log-out hooks and server actions. Default true.
   */
  readonly wait?: boolean | undefined
}

/** What a command changes for its users; null undoes. */
export interface UserChange {
  readonly cutoff?: CutoffChange
  readonly block?: NumericDate | 'forever' | null
}

/** Executes revocations: puts them in force here, stores them, then propagates them to Stream. */
export interface Revoker {
  users(userIds: readonly string[], change: UserChange, options?: RevokeOptions): Promise<RevocationResult>
  app(cutoff: CutoffChange, options?: RevokeOptions): Promise<RevocationResult>
  /**
   * Blocks, or with null unblocks, a user. `active` reactivates or deactivates the user at Stream; undefined: neither.
   */
  block(userId: string, block: NumericDate | 'forever' | null, active?: boolean): Promise<BlockResult>
}

/** The parts that the revoker uses; without `propagation`, nothing is sent to Stream. */
export interface RevokerParts {
  readonly record: Record
  readonly propagation: Propagation | undefined
  readonly shared: () => SharedState
  readonly now: () => NumericDate
  readonly clockSkew: number
  readonly emit: Emit
  /** Starts to load credentials that are functions; undefined: nothing to wait for. */
  readonly load: () => Promise<void> | undefined
  /** Tracks a command until its change is stored and Stream's turn has come. */
  readonly pending: PendingTasks
}

/**
 * Creates the revoker.
 *
 * @throws {TokenProviderError} (its functions) `config_invalid`, `revocation_not_stored`, `stream_api_failed`
 */
export function createRevoker(parts: RevokerParts): Revoker {
  const { record, propagation, shared, now, clockSkew, emit, load, pending } = parts

  /** The time of a revocation: after every `iat` that was minted here, even if the clock was set back since. */
  const revocationTime = (): NumericDate => Math.max(now(), shared().highestIat)

  /** Stores a change. A cutoff of now that is over before it is stored is stored once more: tokens were minted meanwhile. */
  const store = async (
    targets: readonly Target[],
    change: UserChange,
  ): Promise<readonly RevocationState[]> => {
    const { cutoff, ...block } = change
    if (cutoff === undefined) return record(targets.map(target => ({ ...target, ...block })))
    if (cutoff !== 'now') return record(targets.map(target => ({ ...target, ...block, cutoff })))
    const cutoffNow = cutoffOfNow(revocationTime(), clockSkew)
    reportClock(cutoffNow - now(), targets)
    const states = await record(targets.map(target => ({ ...target, ...block, cutoff: cutoffNow })))
    if (revocationTime() < cutoffNow) return states
    const again = cutoffOfNow(revocationTime(), clockSkew)
    return record(targets.map(target => ({ ...target, cutoff: again })))
  }

  const reportClock = (ahead: number, targets: readonly Target[]): void => {
    if (ahead <= MAX_HOLD) return
    for (const target of targets)
      emit({ type: 'clock_set_back', ...('userId' in target && target), seconds: Math.ceil(ahead) })
  }

  /** Stores a change and begins to propagate it. The default store belongs to the API key, so credentials come first. */
  const execute = (
    targets: readonly Target[],
    change: UserChange,
    propagate: () => Propagating | undefined,
  ): Promise<Executed> =>
    pending.track(
      (async () => {
        const loading = load()
        if (loading !== undefined) await loading
        const states = await store(targets, change)
        for (const [at, target] of targets.entries()) announce(target, change, states[at] ?? {})
        return { states, propagating: propagate() }
      })(),
    )

  const announce = (target: Target, { cutoff, block }: UserChange, state: RevocationState): void => {
    if (!('userId' in target)) {
      emit({ type: 'revoked', before: dateOf(inForce(state.app)) })
      return
    }
    const { userId } = target
    if (cutoff !== undefined) emit({ type: 'revoked', userId, before: dateOf(inForce(state.user)) })
    if (block === null) emit({ type: 'unblocked', userId })
    else if (block !== undefined) emit({ type: 'blocked', userId, until: dateOf(inForce(state.block)) })
  }

  return {
    async users(userIds, change, { wait = true } = {}) {
      const ids = checkUserIds(userIds)
      const { states, propagating } = await execute(
        ids.map(userId => ({ userId })),
        change,
        () => (change.cutoff === undefined ? undefined : propagation?.users(ids)),
      )
      const latest = states.reduce<NumericDate | undefined>(
        (one, { user }) => later(one, cutoffOf(user)),
        undefined,
      )
      return report(propagating, wait, resultFor => ({
        before: dateOf(latest),
        users: ids.map(userId => ({ userId, ...resultFor(userId) })),
      }))
    },
    async app(cutoff, { wait = true } = {}) {
      const { states, propagating } = await execute([{ app: true }], { cutoff }, () => propagation?.app())
      const before = dateOf(inForce(states[0]?.app))
      return report(propagating, wait, resultFor => ({ before, app: resultFor(APP) }))
    },
    async block(userId, until, active) {
      checkUserIds([userId])
      const { states, propagating } = await execute([{ userId }], { block: until }, () =>
        active === undefined ? undefined : propagation?.setActive(userId, active),
      )
      const blockedUntil = dateOf(inForce(states[0]?.block))
      return report(propagating, true, resultFor => ({ userId, blockedUntil, ...resultFor(userId) }))
    },
  }
}

/** Whom a command is about. */
type Target = { readonly userId: string } | { readonly app: true }

/** The state after a command, and what becomes of it at Stream. An object, so that awaiting it does not wait for Stream. */
interface Executed {
  readonly states: readonly RevocationState[]
  readonly propagating: Propagating | undefined
}

/** Formats an instant for results: RFC 3339, 'forever', or null for none. */
export function dateOf(instant: NumericDate | 'forever' | undefined): string | null {
  return typeof instant === 'number' ? toRfc3339(instant) : (instant ?? null)
}

/** @throws {TokenProviderError} `config_invalid` */
function checkUserIds(userIds: unknown): readonly string[] {
  if (!Array.isArray(userIds) || userIds.length === 0)
    throw configInvalid(['userIds must be a list of at least one user id'])
  if (!userIds.every(isUserId)) throw configInvalid([USER_ID_RULE])
  return [...new Set(userIds)]
}
