/**
 * Finds, or makes, the one map of a name in this process. Global, since a bundler may load this package several times into
 * one process: Next does, a copy a route.
 */
export function processWide(name: string): Map<string, unknown> {
  const symbol = Symbol.for(`stream-token-provider.${name}`)
  const found: unknown = Reflect.get(globalThis, symbol)
  if (found instanceof Map) return found
  const made = new Map<string, unknown>()
  Reflect.set(globalThis, symbol, made)
  return made
}
