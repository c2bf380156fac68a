import { GUEST_ID } from './is-guest-upsert.js'
import type { Expected } from './route-case.js'
import { tokenDifferences } from './token-differences.js'

/** The ids of all guests so far: none may come twice. */
const seen = new Set<string>()

/** Lists errors in a response with the token of a new guest. */
export function guestDifferences(
  { text = false }: Extract<Expected, { kind: 'guest' }>,
  body: string,
): readonly string[] {
  const userId = text ? userIdOf(body) : (/"userId":"([^"]*)"/.exec(body)?.[1] ?? '')
  const found = GUEST_ID.test(userId) ? [] : [`the user is no guest: ${userId}`]
  if (seen.has(userId)) found.push(`the guest is not new: ${userId}`)
  seen.add(userId)
  return [...found, ...tokenDifferences({ kind: 'token', userId, expiresIn: 1800, text }, body)]
}

function userIdOf(token: string): string {
  const [, payload = ''] = token.split('.')
  return /"user_id":"([^"]*)"/.exec(Buffer.from(payload, 'base64url').toString())?.[1] ?? ''
}
