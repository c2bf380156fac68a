/**
 * Returns the map with a name, or creates it. The map is global, because a process may hold several copies of this package:
 * an ES module and a CommonJS one, or one for each route in Next. What one of them remembers, the others have to find.
 */
export function sharedInProcess<Shared extends object>(name: string, Kind: new () => Shared): Shared {
  const symbol = Symbol.for(`stream-token-provider.${name}`)
  const found: unknown = Reflect.get(globalThis, symbol)
  if (found instanceof Kind) return found
  const created = new Kind()
  Reflect.set(globalThis, symbol, created)
  return created
}
