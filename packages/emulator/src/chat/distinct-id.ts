import { createHash } from 'node:crypto'
import { StreamError } from '../wire/stream-error.js'

/** The id of the only channel with exactly these members. */
export function distinctId(members: readonly string[]): string {
  if (members.length < 2) throw new StreamError(4, 'a channel without an id must have at least two members')
  const hash = createHash('sha256').update(JSON.stringify([...members].sort()))
  return `!members-${hash.digest('base64url')}`
}
