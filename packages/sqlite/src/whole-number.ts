/** Checks a number that the database returned. */
export function wholeNumber(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value))
    throw new Error('The database returned a value that is not a whole number.')
  return value
}
