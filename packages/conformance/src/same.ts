/** Names a difference between two values; nothing when they are the same. */
export function same(name: string, value: unknown, wanted: unknown): readonly string[] {
  return value === wanted ? [] : [`${name} is ${String(value)}, not ${String(wanted)}`]
}
