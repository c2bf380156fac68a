import type { InStatement, Row } from '@libsql/client'
import type { ServerStates } from '@stream-token/mirror'
import type { Database } from './database.js'
import { parseRows, statesIn } from './pair-row.js'
import { floorIn, positionIn } from './position.js'

/**
 * The statement that reads the states of users, or with undefined what holds for all, and the position. It is one
 * statement, so that no write is between them.
 */
export function selectStates(namespace: number, userIds: readonly (string | undefined)[]): InStatement {
  return {
    // The app's cutoff has an empty user id.
    sql: `select epoch, at, id, floor, (
        select json_group_array(json_array(user, kind, version, value)) from stream_token_pair
        where namespace = number and user in (select value from json_each(?))
      ) as pairs from stream_token_namespace where number = ?`,
    args: [JSON.stringify([...userIds.filter(id => id !== undefined), '']), namespace],
  }
}

/** The result of that statement. */
export function statesOf(row: Row | undefined, userIds: readonly (string | undefined)[]): ServerStates {
  return { states: statesIn(parseRows(row?.pairs), userIds, floorIn(row)), position: positionIn(row) }
}

/** Reads states. */
export async function readStates(
  { client, namespace }: Database,
  userIds: readonly (string | undefined)[],
): Promise<ServerStates> {
  const { rows } = await client.execute(selectStates(namespace, userIds))
  return statesOf(rows[0], userIds)
}
