/** Lists the difference between a value and the expected one; empty if they are equal. */
export function same(name: string, value: unknown, expected: unknown): readonly string[] {
  return value === expected ? [] : [`${name} is ${String(value)}, not ${String(expected)}`]
}
