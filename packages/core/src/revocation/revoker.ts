import { isUserId, USER_ID_RULE } from '../claims.js'
import { configInvalid } from '../errors.js'
import type { Emit } from '../events.js'
import type { NumericDate } from '../numeric-date.js'
import { toRfc3339 } from '../rfc3339.js'
import { later } from './merge.js'
import { APP, type Propagation } from './propagation.js'
import type { Record } from './recorder.js'
import { createReport } from './report.js'
import type { BlockResult, RevocationResult } from './revocation-result.js'
import type { Cutoffs, UserChange } from './store.js'
import type { UnderWay } from './under-way.js'

/** How long a revocation's promise takes. */
export interface RevokeOptions {
  /** Whether to wait for Stream; false resolves once stored, and tells what Stream says by event. Default true. */
  readonly wait?: boolean | undefined
}

/** Carries out revocations: in force here, stored, then passed on to Stream. */
export interface Revoker {
  users(userIds: readonly string[], change: UserChange, options?: RevokeOptions): Promise<RevocationResult>
  app(cutoff: NumericDate | null, options?: RevokeOptions): Promise<RevocationResult>
  /** Blocks, or with null unblocks; `active` is what Stream is to make of the user, if anything. */
  block(userId: string, block: NumericDate | 'forever' | null, active?: boolean): Promise<BlockResult>
}

/**
 * Makes the revoker; without propagation Stream is not told.
 *
 * @throws {TokenProviderError} (its functions) `config_invalid`, `revocation_not_stored`, `stream_api_failed`
 */
export function createRevoker(
  record: Record,
  propagation: Propagation | undefined,
  underWay: UnderWay,
  emit: Emit,
): Revoker {
  const report = createReport(emit, underWay)

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
    const passing = change.cutoff === undefined ? undefined : propagation?.users(ids)
    return report(passing, wait, told => ({
      before: dateOf(latest),
      users: ids.map(userId => ({ userId, ...told(userId) })),
    }))
  }

  const app: Revoker['app'] = async (cutoff, { wait = true } = {}) => {
    const [state] = await record([{ app: true, cutoff }])
    const before = dateOf(state?.app)
    emit({ type: 'revoked', before })
    return report(propagation?.app(), wait, told => ({ before, app: told(APP) }))
  }

  const block: Revoker['block'] = async (userId, until, active) => {
    checkUserIds([userId])
    const [state] = await record([{ userId, block: until }])
    announce(userId, { block: until }, state)
    const passing = active === undefined ? undefined : propagation?.setActive(userId, active)
    const blockedUntil = dateOf(state?.blockedUntil)
    return report(passing, true, told => ({ userId, blockedUntil, ...told(userId) }))
  }

  return {
    users: (...given) => underWay.track(users(...given)),
    app: (...given) => underWay.track(app(...given)),
    block: (...given) => underWay.track(block(...given)),
  }
}

/** An instant as results tell it: RFC 3339, 'forever', or null for none. */
export function dateOf(instant: NumericDate | 'forever' | undefined): string | null {
  return typeof instant === 'number' ? toRfc3339(instant) : (instant ?? null)
}

/** @throws {TokenProviderError} `config_invalid` */
function checkUserIds(userIds: unknown): readonly string[] {
  if (!Array.isArray(userIds) || userIds.length === 0)
    throw configInvalid(['give a list of at least one user id'])
  if (!userIds.every(isUserId)) throw configInvalid([USER_ID_RULE])
  return [...new Set(userIds)]
}
