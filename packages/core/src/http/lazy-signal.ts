/** Under which an object keeps how its signal is made. */
const MAKE = Symbol('signal')

const SIGNAL = {
  enumerable: true,
  configurable: true,
  get(this: { readonly [MAKE]: () => AbortSignal }): AbortSignal {
    return this[MAKE]()
  },
} as const

/**
 * Gives an object a `signal` that is made at each look.
 *
 * All objects share one getter. For a getter in a literal, a new function each time, V8 gives up the object's fast form and
 * keeps the function until a full collection, and with it the request that the function knows.
 */
export function addLazySignal<Target extends object>(
  target: Target,
  make: () => AbortSignal,
): asserts target is Target & { readonly signal: AbortSignal } {
  Object.defineProperty(target, MAKE, { value: make })
  Object.defineProperty(target, 'signal', SIGNAL)
}
