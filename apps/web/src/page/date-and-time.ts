const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

/** An instant for a person: from milliseconds, or from RFC 3339. */
export function dateAndTime(instant: number | string): string {
  return format.format(new Date(instant))
}
