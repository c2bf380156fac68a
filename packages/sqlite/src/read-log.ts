import type { Row } from '@libsql/client'
import type { LogEntry, LogPosition } from '@stream-token/mirror'
import type { Database } from './database.js'
import { changesOf, parseRows } from './pair-row.js'
import { floorIn, positionIn } from './position.js'

/** How many entries are read at once. */
const ENTRIES = 20

/**
 * The entries of the log after a position. If the data is not what the position belongs to, the last entry, which does
 * not follow it: the file was replaced.
 */
export async function readLog(
  { client, namespace }: Database,
  after: LogPosition,
): Promise<readonly LogEntry[]> {
  const now = positionIn((await client.execute({ sql: POSITION, args: [namespace] })).rows[0])
  if (now.epoch === after.epoch && now.at === after.at && now.id === after.id) return []
  const isLater = now.epoch === after.epoch && now.at > after.at
  const { rows } = await client.execute(
    isLater
      ? {
          sql: `${ENTRY} where namespace = ? and one.at > ? order by one.at limit ${ENTRIES}`,
          args: [namespace, Number(after.at)],
        }
      : { sql: `${ENTRY} where namespace = ? order by one.at desc limit 1`, args: [namespace] },
  )
  return rows.map(entryIn)
}

const POSITION = 'select epoch, at, id from stream_token_namespace where number = ?'

const ENTRY = `select epoch, one.at, one.id, previous, changes, one.floor
  from stream_token_log as one join stream_token_namespace on number = namespace`

function entryIn(row: Row): LogEntry {
  return {
    position: positionIn(row),
    previous: String(row.previous),
    changes: changesOf(parseRows(row.changes)),
    floor: floorIn(row),
  }
}
