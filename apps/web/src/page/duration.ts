const units = [
  [3600, 'hour'],
  [60, 'minute'],
  [1, 'second'],
] as const

/** Formats a number of seconds in the largest unit that gives a whole number. */
export function duration(seconds: number): string {
  const [size, unit] = units.find(([size]) => seconds >= size && seconds % size === 0) ?? [1, 'second']
  const count = seconds / size
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
