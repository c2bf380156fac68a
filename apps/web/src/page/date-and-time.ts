const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

/** Formats an instant, given in milliseconds or as RFC 3339 text. */
export function dateAndTime(instant: number | string): string {
  return format.format(new Date(instant))
}

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })

/** Formats the time of day of an instant, given in milliseconds or as RFC 3339 text. */
export function timeOfDay(instant: number | string): string {
  return clock.format(new Date(instant))
}
