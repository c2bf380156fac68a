/** The property that holds the function that creates the signal. */
const CREATE = Symbol('signal')

const SIGNAL = {
  enumerable: true,
  configurable: true,
  get(this: { readonly [CREATE]: () => AbortSignal }): AbortSignal {
    return this[CREATE]()
  },
} as const

/**
 * Adds a `signal` to an object, created each time it is read.
 *
 * All objects share one getter. A getter in an object literal is a new function each time: V8 then gives up the
 * object's fast form and keeps the function, and the request in its closure, until a full garbage collection.
 */
export function addLazySignal<Target extends object>(
  target: Target,
  create: () => AbortSignal,
): asserts target is Target & { readonly signal: AbortSignal } {
  Object.defineProperty(target, CREATE, { value: create })
  Object.defineProperty(target, 'signal', SIGNAL)
}
