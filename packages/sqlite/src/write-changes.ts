import type { InStatement } from '@libsql/client'
import type { NumericDate, Revocation } from '@stream-token/core'
import type { ServerStates } from '@stream-token/mirror'
import type { Database } from './database.js'
import { rowsOf } from './pair-row.js'
import { selectStates, statesOf } from './states.js'
import { wholeNumber } from './whole-number.js'

/** How many changes the log keeps. */
const KEPT = 10_000

/** `pragma synchronous` of a commit that is on the disk when it returns. */
const FULL = 2

/** Writes changes and a floor in one transaction, and returns the states after it. */
export async function writeChanges(
  { client, namespace }: Database,
  changes: readonly Revocation[],
  floor: NumericDate | undefined,
): Promise<ServerStates> {
  const userIds = changes.map(change => ('userId' in change ? change.userId : undefined))
  const results = await client.batch(
    [
      ...statements(namespace, JSON.stringify(rowsOf(changes)), changes.length, floor),
      'select synchronous from pragma_synchronous',
      selectStates(namespace, userIds),
    ],
    'write',
  )
  const synchronous = wholeNumber(results.at(-2)?.rows[0]?.synchronous)
  if (synchronous < FULL)
    throw new Error('A commit is not on the disk when it returns: set `PRAGMA synchronous = FULL`.')
  return statesOf(results.at(-1)?.rows[0], userIds)
}

function statements(
  namespace: number,
  rows: string,
  count: number,
  floor: NumericDate | undefined,
): readonly InStatement[] {
  const milliseconds = floor === undefined ? null : Math.round(floor * 1000)
  return [
    {
      sql: `insert into stream_token_pair (namespace, user, kind, version, value)
        select ?, value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each(?) where true
        on conflict do update set version = excluded.version, value = excluded.value
        where (version, value) < (excluded.version, excluded.value)`,
      args: [namespace, rows],
    },
    {
      sql: `insert into stream_token_log (namespace, at, id, previous, changes, floor)
        select number, at + max(1, ?), ?, id, ?, ? from stream_token_namespace where number = ?`,
      args: [count, crypto.randomUUID(), rows, milliseconds, namespace],
    },
    {
      sql: `update stream_token_namespace set (at, id) = (
          select at, id from stream_token_log where namespace = number order by at desc limit 1
        ), floor = coalesce(max(floor, ?1), floor, ?1) where number = ?2`,
      args: [milliseconds, namespace],
    },
    {
      sql: `delete from stream_token_log where namespace = ?1
        and at <= (select at from stream_token_namespace where number = ?1) - ${KEPT}`,
      args: [namespace],
    },
  ]
}
