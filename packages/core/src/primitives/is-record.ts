/** Whether a value is an object but not an array; errors and objects of a framework count too. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a value is an object literal, also one of another realm: a Date, a Map or a boxed string is not. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** Reads a member; one that an old library has added to `Object.prototype` counts as missing. */
export function memberOf(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return name in Object.prototype && !Object.hasOwn(record, name) ? undefined : record[name]
}

/**
 * Copies the own members of an object literal, and of the literals in it, without a prototype: an old library may have added
 * a member to `Object.prototype`, which would count as one of every object.
 */
export function withoutPrototype(value: unknown, depth = 1): unknown {
  if (!isRecord(value) || !isPlain(value)) return value
  const members = Object.keys(value).map(name => {
    const member = value[name]
    return [name, depth > 0 ? withoutPrototype(member, depth - 1) : member] as const
  })
  return Object.assign(Object.create(null), Object.fromEntries(members))
}
