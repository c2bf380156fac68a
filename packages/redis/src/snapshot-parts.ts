import type { Revocation } from '@stream-token/core'
import type { LogPosition, Snapshot } from '@stream-token/mirror'
import type { Connection } from './connection.js'
import { toPair, toRevocation } from './fields.js'
import { toPosition } from './log-position.js'
import { SCAN_SCRIPT } from './scripts.js'

/** How many fields one script reads, about. Longer scripts would keep other clients of the server waiting. */
const FIELDS_A_PART = 1000

/**
 * Reads all pairs of a state, from a position of the log on. Reading the parts rejects if the state is replaced by that of
 * another epoch.
 */
export function snapshotParts(
  connection: Connection,
  keys: readonly [state: string, log: string],
  position: LogPosition,
  signal: AbortSignal,
): Required<Pick<Snapshot, 'parts' | 'last'>> {
  let last = position
  const readParts = async function* (): AsyncGenerator<readonly Revocation[], void, undefined> {
    let cursor = '0'
    do {
      const args = [cursor, String(FIELDS_A_PART)]
      const reply = await connection.use(link => link.run(SCAN_SCRIPT, keys, args), signal)
      if (!Array.isArray(reply) || reply[0] !== position.epoch)
        throw new Error('Redis lost its data during the load.')
      const flat: unknown = reply[2]
      cursor = String(reply[1])
      last = toPosition(position.epoch, String(reply[3]), String(reply[4]))
      yield toRevocations(Array.isArray(flat) ? flat : [])
    } while (cursor !== '0')
  }
  return { parts: readParts(), last: () => last }
}

/** The pairs in a list of names and values. Other fields are not pairs. */
function toRevocations(flat: readonly unknown[]): readonly Revocation[] {
  const revocations: Revocation[] = []
  for (let at = 0; at < flat.length; at += 2) {
    const text = String(flat[at + 1])
    const revocation = text.includes(':') ? toRevocation(String(flat[at]), toPair(text)) : undefined
    if (revocation !== undefined) revocations.push(revocation)
  }
  return revocations
}
