import { later } from '../cutoffs/merge.js'
import type { Cutoffs, UserChange } from '../cutoffs/store.js'
import { configInvalid } from '../errors/errors.js'
import type { BlockResult, RevocationResult } from '../errors/revocation-result.js'
import type { Emit } from '../events/events.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { toRfc3339 } from '../primitives/rfc3339.js'
import type { PendingTasks } from '../stream-api/pending-tasks.js'
import { APP, type Propagation } from '../stream-api/propagation.js'
import { isUserId, USER_ID_RULE } from '../token/claims.js'
import type { Record } from './recorder.js'
import { createReport } from './report.js'

/** The options of the methods that revoke tokens. */
export interface RevokeOptions {
  /**
   * Whether to wait for Stream; with false the promise resolves once stored, and events report the rest. Default true.
   */
  readonly wait?: boolean | undefined
}

/** Executes revocations: puts them in force here, stores them, then propagates them to Stream. */
export interface Revoker {
  users(userIds: readonly string[], change: UserChange, options?: RevokeOptions): Promise<RevocationResult>
  app(cutoff: NumericDate | null, options?: RevokeOptions): Promise<RevocationResult>
  /**
   * Blocks, or with null unblocks, a user. `active` reactivates or deactivates the user at Stream; undefined: neither.
   */
  block(userId: string, block: NumericDate | 'forever' | null, active?: boolean): Promise<BlockResult>
}

/**
 * Creates the revoker; without `propagation`, nothing is sent to Stream.
 *
 * @throws {TokenProviderError} (its functions) `config_invalid`, `revocation_not_stored`, `stream_api_failed`
 */
export function createRevoker(
  record: Record,
  propagation: Propagation | undefined,
  pendingTasks: PendingTasks,
  emit: Emit,
  load: () => Promise<void> | undefined = () => undefined,
): Revoker {
  const report = createReport(emit, pendingTasks)

  const announce = (userId: string, { cutoff, block }: UserChange, state: Cutoffs | undefined): void => {
    if (cutoff !== undefined) emit({ type: 'revoked', userId, before: dateOf(state?.user) })
    if (block === null) emit({ type: 'unblocked', userId })
    else if (block !== undefined) emit({ type: 'blocked', userId, until: dateOf(state?.blockedUntil) })
  }

  const users: Revoker['users'] = async (userIds, change, { wait = true } = {}) => {
    const ids = checkUserIds(userIds)
    const states = await record(ids.map(userId => ({ userId, ...change })))
    for (const [at, userId] of ids.entries()) announce(userId, change, states[at])
    const latest = states.reduce<NumericDate | undefined>((one, { user }) => later(one, user), undefined)
    const propagating = change.cutoff === undefined ? undefined : propagation?.users(ids)
    return report(propagating, wait, resultFor => ({
      before: dateOf(latest),
      users: ids.map(userId => ({ userId, ...resultFor(userId) })),
    }))
  }

  const app: Revoker['app'] = async (cutoff, { wait = true } = {}) => {
    const [state] = await record([{ app: true, cutoff }])
    const before = dateOf(state?.app)
    emit({ type: 'revoked', before })
    return report(propagation?.app(), wait, resultFor => ({ before, app: resultFor(APP) }))
  }

  const block: Revoker['block'] = async (userId, until, active) => {
    checkUserIds([userId])
    const [state] = await record([{ userId, block: until }])
    announce(userId, { block: until }, state)
    const propagating = active === undefined ? undefined : propagation?.setActive(userId, active)
    const blockedUntil = dateOf(state?.blockedUntil)
    return report(propagating, true, resultFor => ({ userId, blockedUntil, ...resultFor(userId) }))
  }

  /** Carries a command out once the credentials are loaded: the default store belongs to the API key. */
  const tracked = <Args extends readonly unknown[], Result>(command: (...args: Args) => Promise<Result>) => {
    const afterLoading = async (...args: Args): Promise<Result> => {
      const loading = load()
      if (loading !== undefined) await loading
      return command(...args)
    }
    return (...args: Args): Promise<Result> => pendingTasks.track(afterLoading(...args))
  }
  return { users: tracked(users), app: tracked(app), block: tracked(block) }
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
