import type { NumericDate, Revocation, RevocationState } from '@stream-token/core'
import { stateOf } from '@stream-token/core/store'
import type { LogPosition } from '@stream-token/mirror'
import { APP_FIELD, toPair, userFields } from './fields.js'
import { toPosition } from './log-position.js'

/** What the state script returned. */
export interface StateReply {
  readonly position: LogPosition
  readonly floor: NumericDate | undefined
  /** The script has started an epoch: Redis was empty. */
  readonly wasEmpty: boolean
  /** The fields that exist, by name. */
  readonly values: ReadonlyMap<string, string>
}

/**
 * Reads the reply of the state script.
 *
 * @throws if the script has refused the call
 */
export function toStateReply(reply: unknown, fields: readonly string[]): StateReply {
  if (!Array.isArray(reply)) throw new TypeError('The client returned something other than a list.')
  const [epoch, streamId, id, floor, isNew, ...values]: readonly unknown[] = reply
  if (epoch === 'refused') throw new Error(REFUSALS[streamId === 'empty' ? 'empty' : 'format'])
  const found = fields.flatMap((field, at) => {
    const value = values[at]
    return value === null || value === undefined ? [] : [[field, String(value)] as const]
  })
  return {
    position: toPosition(String(epoch), String(streamId), String(id)),
    wasEmpty: Number(isNew) === 1,
    floor: floor === '' ? undefined : Number(floor) / 1000,
    values: new Map(found),
  }
}

/** The fields of a user's state, or with undefined of what holds for all. */
export function stateFields(userId: string | undefined): readonly string[] {
  return userId === undefined ? [APP_FIELD] : [APP_FIELD, ...userFields(userId)]
}

/** The state that the change is about, as the reply has it. */
export function stateIn({ values, floor }: StateReply, userId: string | undefined): RevocationState {
  const pairIn = (field: string | undefined) => {
    const value = field === undefined ? undefined : values.get(field)
    return value === undefined ? undefined : toPair(value)
  }
  const [cutoff, block] = userId === undefined ? [] : userFields(userId)
  return stateOf(pairIn(cutoff), pairIn(APP_FIELD), pairIn(block), floor)
}

/** The user that a change is about; undefined if it is about all. */
export function userOf(change: Revocation): string | undefined {
  return 'userId' in change ? change.userId : undefined
}

const REFUSALS = {
  empty:
    "Redis has no revocations, or has lost them. With onEmpty: 'refuse', nothing is accepted until an operator calls startEpoch().",
  format: 'Redis holds data of a later version of @stream-token/redis.',
} as const
