/** Stream's two API generations: paths as they are, and paths below `/api/v2`. */
export type Generation = 'v1' | 'v2'

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

/** An instant in milliseconds, as a generation writes it: an ISO string, or a number of nanoseconds. */
export function writeDate(generation: Generation, instant: number): string | number {
  return generation === 'v1' ? new Date(instant).toISOString() : instant * 1_000_000
}

/** The instant of an RFC 3339 date in milliseconds; undefined for anything else, also for a day no calendar has. */
export function readDate(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  const text = value.toUpperCase()
  const [, year, month, day] = RFC_3339.exec(text)?.map(Number) ?? []
  const instant = Date.parse(text)
  if (year === undefined || month === undefined || day === undefined || Number.isNaN(instant))
    return undefined
  // Date.parse takes 30 February for 2 March.
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day ? instant : undefined
}
