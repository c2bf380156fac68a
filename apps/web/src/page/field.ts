/** Reads a field of a JSON value of unknown shape; returns undefined if it is missing. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

/** Reads a field that must be a string. */
export function textField(value: unknown, name: string): string {
  const found = field(value, name)
  if (typeof found === 'string') return found
  throw new TypeError(`The response has no string "${name}".`)
}

/** Reads a field that must be a number. */
export function numberField(value: unknown, name: string): number {
  const found = field(value, name)
  if (typeof found === 'number') return found
  throw new TypeError(`The response has no number "${name}".`)
}
