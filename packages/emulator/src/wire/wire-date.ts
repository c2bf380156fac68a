/** Stream's APIs: v1 at the root, v2 below `/api/v2`, and video's below `/video`, with users as in v2. */
export type Generation = 'v1' | 'v2' | 'video'

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

/** Formats an instant in milliseconds: a number of nanoseconds in v2, else an ISO string. */
export function writeDate(generation: Generation, instant: number): string | number {
  return generation === 'v2' ? instant * 1_000_000 : new Date(instant).toISOString()
}

/** Parses an RFC 3339 date to milliseconds; returns undefined for anything else, also for a day that does not exist. */
export function readDate(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.toUpperCase()
  const [, year, month, day] = RFC_3339.exec(text)?.map(Number) ?? []
  const instant = Date.parse(text)
  if (year === undefined || month === undefined || day === undefined || Number.isNaN(instant))
    return undefined
  // Date.parse reads 30 February as 2 March.
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day ? instant : undefined
}
