import type { NumericDate } from '../primitives/numeric-date.js'
import { jsonReply, type TokenReply, textReply } from './token-reply.js'

/** A token with what a client needs beside it: the JSON of the token route. */
export interface IssuedToken {
  readonly token: string
  /** The user that `verifyUser` named, or a new guest: connect with this id. */
  readonly userId: string
  readonly apiKey: string
  /** When the token expires, in seconds since 1970: `new Date(expiresAt * 1000)`; null: never. */
  readonly expiresAt: NumericDate | null
  /** The lifetime in seconds; null: the token never expires. */
  readonly expiresIn: number | null
}

/** Creates the reply with a token: JSON, or the bare token for a client that accepts only text. */
export function issuedReply(issued: IssuedToken, accept: readonly string[]): TokenReply {
  return wantsText(accept) ? textReply(200, issued.token) : jsonReply(200, writeTokenBody(issued))
}

/**
 * Written member by member: JSON.stringify searches the token for characters to escape, which takes a third as long as
 * signing it. Base64url, dots and user ids have no such characters.
 */
function writeTokenBody({ token, userId, apiKey, expiresAt, expiresIn }: IssuedToken): string {
  return `{"token":"${token}","userId":"${userId}","apiKey":${JSON.stringify(apiKey)},"expiresAt":${expiresAt},"expiresIn":${expiresIn}}`
}

/** Whether `Accept` lists `text/plain`, and neither JSON nor a wildcard. A type with quality 0 is not accepted. */
function wantsText(accept: readonly string[]): boolean {
  if (accept.length === 0) return false
  const types = accept
    .flatMap(value => value.split(','))
    .filter(range => !/;[ \t]*q=0(\.0*)?[ \t]*(;|$)/i.test(range))
    .map(range => range.split(';', 1).join().trim().toLowerCase())
  return (
    types.includes('text/plain') && !types.some(type => type === 'application/json' || type.endsWith('/*'))
  )
}
