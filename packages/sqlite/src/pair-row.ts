import type { NumericDate, Revocation, RevocationState, Versioned } from '@stream-token/core'
import { stateOf } from '@stream-token/core/store'
import { wholeNumber } from './whole-number.js'

/** A pair as the database has it. The value is in whole milliseconds. */
export type PairRow = readonly [userId: string, kind: number, version: number, value: number]

/** The kinds of pairs. The app's cutoff has an empty user id, which no user has. */
const APP = 0
const CUTOFF = 1
const BLOCK = 2

/** The value of 'forever': larger than every date, as SQL compares. */
const FOREVER = Number.MAX_SAFE_INTEGER

/** The rows of changes. */
export function rowsOf(changes: readonly Revocation[]): readonly PairRow[] {
  return changes.flatMap(change =>
    'userId' in change
      ? [...rowOf(change.userId, CUTOFF, change.cutoff), ...rowOf(change.userId, BLOCK, change.block)]
      : rowOf('', APP, change.cutoff),
  )
}

/** The changes that would make rows. */
export function changesOf(rows: readonly PairRow[]): readonly Revocation[] {
  return rows.map(row => {
    const [userId, kind] = row
    if (kind === APP) return { app: true, cutoff: pairOf(row) }
    return kind === CUTOFF ? { userId, cutoff: pairOf(row) } : { userId, block: pairOf(row) }
  })
}

/** Returns the states of users, or with undefined what holds for all, in rows that have them all. */
export function statesIn(
  rows: readonly PairRow[],
  userIds: readonly (string | undefined)[],
  floor: NumericDate | undefined,
): readonly RevocationState[] {
  const pairs = new Map(rows.map(row => [`${row[1]}${row[0]}`, pairOf(row)]))
  return userIds.map(id =>
    stateOf(pairs.get(`${CUTOFF}${id}`), pairs.get(`${APP}`), pairs.get(`${BLOCK}${id}`), floor),
  )
}

/** Parses rows that the database returned as JSON. */
export function parseRows(json: unknown): readonly PairRow[] {
  const rows: unknown = JSON.parse(String(json))
  if (!Array.isArray(rows)) throw new Error('The database returned no rows.')
  return rows.map((row: unknown) => {
    const [userId, kind, version, value]: readonly unknown[] = Array.isArray(row) ? row : []
    return [String(userId), wholeNumber(kind), wholeNumber(version), wholeNumber(value)]
  })
}

function rowOf(userId: string, kind: number, pair: Versioned | undefined): readonly PairRow[] {
  if (pair === undefined) return []
  const value = pair.value === 'forever' ? FOREVER : Math.round(pair.value * 1000)
  return [[userId, kind, pair.version, value]]
}

function pairOf([, , version, value]: PairRow): Versioned {
  return { version, value: value === FOREVER ? 'forever' : value / 1000 }
}
