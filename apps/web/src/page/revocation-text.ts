import { dateAndTime } from './date-and-time.js'
import type { InForce, Propagation } from './revocation.js'

/** Describes what is in force for a user: the user's cutoff, the block, and the app's cutoff. */
export function inForceText(name: string, { before, blockedUntil, appBefore }: InForce): readonly string[] {
  return [
    before === null
      ? `${name} has no cutoff.`
      : `Tokens of ${name} issued before ${dateAndTime(before)} are revoked.`,
    blockedUntil === null
      ? `${name} is not blocked.`
      : `${name} is blocked ${blockedUntil === 'forever' ? 'until unblocked' : `until ${dateAndTime(blockedUntil)}`} and gets no new token.`,
    appBefore === null
      ? 'The whole app has no cutoff.'
      : `All tokens issued before ${dateAndTime(appBefore)} are revoked.`,
  ]
}

/** Describes whether Stream accepted a command; `stranger` is a user that Stream may not know yet. */
export function propagationText({ propagated, reason }: Propagation, stranger?: string): string {
  if (propagated === 'off') return 'Not sent: Stream has no blocks; this server applies them.'
  if (propagated)
    return stranger === undefined
      ? 'Stream accepted it.'
      : `Stream accepted it, or does not know ${stranger} yet.`
  const why = reason === undefined ? '' : ` ${reason}.`
  return `Stored here, but Stream did not accept it.${why} Press the button again; repeating is safe.`
}
