import { dateAndTime } from './date-and-time.js'
import type { InForce, Told } from './revocation.js'

/** What is in force for a user, in sentences: about the user's tokens, the block, and the app. */
export function inForceInWords(
  name: string,
  { before, blockedUntil, appBefore }: InForce,
): readonly string[] {
  return [
    before === null
      ? `No token of ${name} is revoked by name.`
      : `Tokens of ${name} issued before ${dateAndTime(before)} are void.`,
    blockedUntil === null
      ? `${name} is not blocked.`
      : `${name} is blocked ${blockedUntil === 'forever' ? 'until unblocked' : `until ${dateAndTime(blockedUntil)}`}: no new token.`,
    appBefore === null
      ? 'The app as a whole has no cutoff.'
      : `Tokens of everybody issued before ${dateAndTime(appBefore)} are void.`,
  ]
}

/** Whether Stream took it, in a sentence; `stranger` is a user whom Stream may not have seen yet. */
export function toldInWords({ propagated, reason }: Told, stranger?: string): string {
  if (propagated === 'off') return 'Stream was not told: a block is this server’s own, and Stream knows none.'
  if (propagated)
    return stranger === undefined ? 'Stream took it.' : `Stream took it, or has not met ${stranger} yet.`
  const why = reason === undefined ? '' : ` ${reason}.`
  return `It holds here, but Stream did not take it.${why} Press the button again: repeating it does no harm.`
}
