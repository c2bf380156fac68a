import { isBlocked } from '../cutoffs/is-revoked.js'
import type { ReadState } from '../cutoffs/read-state.js'
import type { NumericDate } from '../primitives/numeric-date.js'
import { type Attempt, refusalOf, UNKNOWN } from './outcome.js'
import type { CallStream, StreamResult } from './stream-api.js'

/** What commands want of a user at Stream, as far as it agrees with the block in force. */
export type Wish = 'deactivate' | 'reactivate'

/** Deactivates a user at Stream who is blocked, or reactivates one who is not, if that is wanted. */
export type SendActivity = (userId: string, wishes: ReadonlySet<Wish>) => Promise<Attempt>

/**
 * Creates the call. It depends on what is in force and not on the order of the commands: a user who was unblocked
 * meanwhile must not be deactivated.
 */
export function createSendActivity(call: CallStream, read: ReadState, now: () => NumericDate): SendActivity {
  const neededFor = async (userId: string): Promise<Wish | undefined> => {
    try {
      return isBlocked(await read(userId, true), now()) ? 'deactivate' : 'reactivate'
    } catch {
      return undefined
    }
  }

  return async (userId, wishes) => {
    const needed = await neededFor(userId)
    if (needed === undefined) return UNKNOWN
    if (!wishes.has(needed)) return needed === 'deactivate' ? BLOCKED : UNBLOCKED
    const result = await call('POST', `/users/${encodeURIComponent(userId)}/${needed}`, {})
    const attempt = attemptOf(result, needed === 'reactivate')
    if (attempt.kind !== 'clean') return attempt
    return (await neededFor(userId)) === needed ? attempt : { kind: 'changed' }
  }
}

const UNBLOCKED: Attempt = { kind: 'dropped', reason: 'The user is not blocked any more' }
const BLOCKED: Attempt = { kind: 'dropped', reason: 'The user is blocked' }

function attemptOf(result: StreamResult, active: boolean): Attempt {
  if (result.kind === 'done') return { kind: 'clean' }
  if (result.kind === 'unanswered') return result
  // An earlier try, or an earlier call of the app, may have succeeded already.
  return result.active === active ? { kind: 'clean' } : { kind: 'refused', reason: refusalOf(result) }
}
