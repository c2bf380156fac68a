import { timeOfDay } from '../date-and-time.js'
import type { InForce, Propagation } from './revocation.js'

/** Describes in a few words what is in force for a user. */
export function inForceText({ before, blockedUntil }: InForce): string {
  const cutoff = before === null ? 'Not revoked' : `Tokens from before ${timeOfDay(before)} are revoked`
  if (blockedUntil === null) return `${cutoff}, not blocked.`
  return `Blocked${blockedUntil === 'forever' ? '' : ` until ${timeOfDay(blockedUntil)}`}. ${cutoff}.`
}

/** Describes in a few words what is in force for the whole app. */
export function appInForceText({ appBefore }: InForce): string {
  return appBefore === null ? 'Not revoked.' : `All tokens from before ${timeOfDay(appBefore)} are revoked.`
}

/** Describes whether Stream accepted a command. */
export function propagationText({ propagated, reason }: Propagation): string {
  if (propagated === 'off') return 'Stored. Not sent: Stream has no blocks; this server applies them.'
  if (propagated) return 'Stored, and Stream accepted it.'
  const why = reason === undefined ? '' : ` ${reason}.`
  return `Stored here, but Stream did not accept it.${why} Press the button again; repeating is safe.`
}
