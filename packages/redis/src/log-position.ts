import type { LogPosition } from '@stream-token/mirror'

/** The digits of 2^64 - 1, which a sequence number may have. */
const DIGITS = 20

/** A position from the id of a stream entry, such as `1700000000123-0`, in which numbers of any length sort as text. */
export function toPosition(epoch: string, streamId: string, id: string): LogPosition {
  const at = streamId
    .split('-')
    .map(part => part.padStart(DIGITS, '0'))
    .join('-')
  return { epoch, at, id }
}

/** The id of the stream entry at a position. */
export function toStreamId({ at }: LogPosition): string {
  return at
    .split('-')
    .map(part => part.replace(/^0+(?=\d)/, ''))
    .join('-')
}
