import type { LogEntry } from '@stream-token/mirror'
import { pairOf, toRevocation } from './fields.js'
import { toPosition } from './log-position.js'

/** An entry of a stream, as its id and its fields. */
type StreamEntry = readonly [id: string, fields: ReadonlyMap<string, string>]

/**
 * The entries in a reply to XREAD of one stream. node-redis returns `[{ messages: [{ id, message }] }]`; ioredis returns
 * `[[key, [[id, [field, value, …]], …]]]`; both return null if there are none.
 */
export function toLogEntries(reply: unknown): readonly LogEntry[] {
  if (reply === null || reply === undefined) return []
  const [stream]: readonly unknown[] = listOf(reply)
  const entries = Array.isArray(stream) ? stream[1] : memberOf(stream, 'messages')
  return listOf(entries).map(entry => toLogEntry(toStreamEntry(entry)))
}

function toStreamEntry(entry: unknown): StreamEntry {
  if (!Array.isArray(entry)) {
    const fields = Object.entries(Object(memberOf(entry, 'message')))
    return [String(memberOf(entry, 'id')), new Map(fields.map(([name, value]) => [name, String(value)]))]
  }
  const fields = new Map<string, string>()
  const flat = listOf(entry[1])
  for (let at = 0; at < flat.length; at += 2) fields.set(String(flat[at]), String(flat[at + 1]))
  return [String(entry[0]), fields]
}

function toLogEntry([streamId, fields]: StreamEntry): LogEntry {
  const textOf = (name: string): string => fields.get(name) ?? ''
  const floor = textOf('floor')
  return {
    position: toPosition(textOf('epoch'), streamId, textOf('id')),
    previous: textOf('previous'),
    changes: listOf(JSON.parse(fields.get('changes') ?? '[]')).flatMap(change => {
      const [field, version, value]: readonly unknown[] = listOf(change)
      const revocation = toRevocation(
        String(field),
        pairOf(Number(version), value === 'forever' ? value : Number(value)),
      )
      return revocation === undefined ? [] : [revocation]
    }),
    ...(floor !== '' && { floor: Number(floor) / 1000 }),
  }
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('The client returned something other than a list.')
  return value
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
