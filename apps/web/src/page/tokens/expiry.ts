/** The choices of the expiry picker; a number is a lifetime in seconds. */
export const EXPIRIES = [
  { id: '600', label: '10 minutes' },
  { id: '3600', label: '1 hour' },
  { id: '86400', label: '1 day' },
  { id: '604800', label: '7 days' },
  { id: 'date', label: 'On a date…' },
  { id: 'never', label: 'Never' },
] as const

/** A choice of the expiry picker. */
export type Expiry = (typeof EXPIRIES)[number]['id']
