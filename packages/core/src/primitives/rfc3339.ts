/** `2026-01-02T03:04:05.678Z`: with a time zone, and a fraction of any length. */
const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/

/**
 * Parses a date and time with a time zone to seconds since 1970, with milliseconds. Returns undefined if the text is
 * not valid or the day does not exist. Digits below a millisecond are rounded up: a cutoff must not become earlier.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 */
export function parseRfc3339(text: string): number | undefined {
  const [
    whole,
    year,
    month,
    day,
    hour,
    minute,
    second,
    fraction = '',
    sign,
    zoneHour = '0',
    zoneMinute = '0',
  ] = RFC3339.exec(text) ?? []
  if (whole === undefined) return undefined
  const fields = [year, month, day, hour, minute, second].map(Number)
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = fields
  if (h > 23 || mi > 59 || s > 59 || Number(zoneHour) > 23 || Number(zoneMinute) > 59) return undefined
  const date = new Date(0)
  date.setUTCFullYear(y, mo - 1, d)
  if (date.getUTCFullYear() !== y || date.getUTCMonth() !== mo - 1 || date.getUTCDate() !== d)
    return undefined
  date.setUTCHours(h, mi, s)
  const zone = (Number(zoneHour) * 60 + Number(zoneMinute)) * (sign === '-' ? -1 : 1)
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0')) + (/[1-9]/.test(fraction.slice(3)) ? 1 : 0)
  return (date.getTime() - zone * 60_000 + milliseconds) / 1000
}

/** Formats an instant as in Stream's API and ours: UTC, with milliseconds. */
export function toRfc3339(seconds: number): string {
  return new Date(Math.round(seconds * 1000)).toISOString()
}
