const formatter = new Intl.RelativeTimeFormat('en')

const UNITS = [
  ['year', 31_557_600],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** Says how far an instant is from now, as in "3 minutes ago" or "in 2 days"; `seconds` is negative for the past. */
export function relativeTime(seconds: number): string {
  const [unit, length] = UNITS.find(([, one]) => Math.abs(seconds) >= one) ?? (['second', 1] as const)
  return formatter.format(Math.trunc(seconds / length), unit)
}
