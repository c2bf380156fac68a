import type { Row } from '@libsql/client'
import type { NumericDate } from '@stream-token/core'
import type { LogPosition } from '@stream-token/mirror'
import { wholeNumber } from './whole-number.js'

/** The digits of the largest position, so that positions sort as text. */
const DIGITS = 16

/** The position in a row of a namespace or of the log. */
export function positionIn(row: Row | undefined): LogPosition {
  return {
    epoch: String(row?.epoch),
    at: String(wholeNumber(row?.at)).padStart(DIGITS, '0'),
    id: String(row?.id),
  }
}

/** The floor in such a row. */
export function floorIn(row: Row | undefined): NumericDate | undefined {
  return row?.floor === null ? undefined : wholeNumber(row?.floor) / 1000
}
