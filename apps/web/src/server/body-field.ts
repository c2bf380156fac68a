/** Reads a field of a body of any origin, which may be no object at all. */
export function bodyField(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
}
