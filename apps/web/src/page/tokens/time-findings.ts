import { dateAndTime } from '../date-and-time.js'
import { bad, type Finding, good, note } from './finding.js'
import { relativeTime } from './relative-time.js'

type Claims = Readonly<Record<string, unknown>>

/** Above this, a date in seconds is after the year 5138: it is in milliseconds. */
const MILLISECONDS = 1e11
/** Below this, a date is before 2001: it is a lifetime. */
const LIFETIME = 1e9

/** Explains the dates of a token; `now` is in seconds. */
export function timeFindings(claims: Claims, now: number): readonly Finding[] {
  return [...expiry(claims.exp, now), ...notBefore(claims.nbf, now), ...issue(claims, now)]
}

function expiry(exp: unknown, now: number): readonly Finding[] {
  if (exp === undefined)
    return [note('No `exp`: it never expires. Only a revocation or a new secret ends it.')]
  if (!isSeconds(exp)) return [notSeconds('exp', exp)]
  if (exp < LIFETIME)
    return [
      bad(
        '`exp` looks like a lifetime. It must be a date: seconds since 1970. Stream refuses it with code 40.',
      ),
    ]
  const when = `${relativeTime(exp - now)} (${dateAndTime(exp * 1000)})`
  const times =
    exp <= now ? [bad(`Expired ${when}. Stream refuses it with code 40.`)] : [good(`Expires ${when}.`)]
  return [...times, ...whole('exp', exp)]
}

function notBefore(nbf: unknown, now: number): readonly Finding[] {
  if (nbf === undefined) return []
  if (!isSeconds(nbf)) return [notSeconds('nbf', nbf)]
  if (nbf <= now) return [good(`Valid since ${dateAndTime(nbf * 1000)} (\`nbf\`).`)]
  return [bad(`Not valid yet: from ${dateAndTime(nbf * 1000)} on (\`nbf\`). Stream refuses it with code 41.`)]
}

function issue({ iat, server }: Claims, now: number): readonly Finding[] {
  if (iat === undefined) return server === true ? [] : [note(NO_IAT)]
  if (!isSeconds(iat)) return [notSeconds('iat', iat)]
  const when = `${relativeTime(iat - now)} (${dateAndTime(iat * 1000)})`
  if (iat > now)
    return [bad(`Issued ${when}: its server’s clock is ahead of this one. Stream refuses it with code 42.`)]
  return [note(`Issued ${when}. A revocation with a later cutoff revokes it.`), ...whole('iat', iat)]
}

const NO_IAT =
  'No `iat`: a revocation of the whole app revokes it, whatever the cutoff. By Stream’s newer documentation, so does a revocation of its user.'

function isSeconds(date: unknown): date is number {
  return typeof date === 'number' && Math.abs(date) <= MILLISECONDS
}

function notSeconds(name: string, date: unknown): Finding {
  return typeof date === 'number'
    ? bad(`\`${name}\` looks like milliseconds. Stream counts seconds since 1970.`)
    : bad(`\`${name}\` is not a number. Stream refuses it with code 5.`)
}

function whole(name: string, date: number): readonly Finding[] {
  return Number.isInteger(date)
    ? []
    : [note(`\`${name}\` is not a whole number. Stream may refuse it with code 5.`)]
}
