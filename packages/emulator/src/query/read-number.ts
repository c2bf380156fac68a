import { StreamError } from '../wire/stream-error.js'

/** Reads an optional whole number of a request, such as a limit. */
export function readNumber(value: unknown, name: string, bounds: { initial: number; most: number }): number {
  if (value === undefined || value === null) return bounds.initial
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > bounds.most)
    throw new StreamError(4, `${name} must be a whole number of at most ${bounds.most}`)
  return value
}
