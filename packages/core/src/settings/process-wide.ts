/**
 * Returns the map with a name, or creates it. The map is global, because a bundler may load several copies of this
 * package into one process: Next loads one for each route.
 */
export function processWide(name: string): Map<string, unknown> {
  const symbol = Symbol.for(`stream-token-provider.${name}`)
  const found: unknown = Reflect.get(globalThis, symbol)
  if (found instanceof Map) return found
  const created = new Map<string, unknown>()
  Reflect.set(globalThis, symbol, created)
  return created
}
