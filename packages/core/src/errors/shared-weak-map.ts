/**
 * Finds, or makes, the one weak map of a name in this process. Global, since a process may hold two copies of this package,
 * an ES module and a CommonJS one: what one of them remembers, the other has to find.
 */
export function sharedWeakMap<Value>(name: string): WeakMap<object, Value> {
  const symbol = Symbol.for(`stream-token-provider.${name}`)
  const found: unknown = Reflect.get(globalThis, symbol)
  if (found instanceof WeakMap) return found
  const made = new WeakMap<object, Value>()
  Reflect.set(globalThis, symbol, made)
  return made
}
