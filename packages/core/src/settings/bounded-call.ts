import { TokenProviderError } from '../errors/errors.js'
import { isPromise } from '../primitives/waiting.js'
import { areTaken, type Slots, sweepSlots, takeSlot } from './slots.js'

/** Bounds of a call: how many seconds it may take, and how many calls may be pending. */
export interface CallBounds {
  readonly seconds: number
  readonly most: number
}

/** Calls one of the app's functions within bounds; `signal` returns the AbortSignal of the call. */
export type BoundedCall = <Result>(
  call: (signal: () => AbortSignal) => Result | Promise<Result>,
  request: { readonly signal?: AbortSignal },
) => Promise<Result>

/**
 * Creates the call of the app's `verifyUser` and `authorizeRevocation`, which keeps within the bounds.
 *
 * @throws {TokenProviderError} (the function returned) `overloaded`, `verify_user_timeout`, and what the call throws
 */
export function createBoundedCall(slots: () => Slots, { seconds, most }: CallBounds): BoundedCall {
  /** Waits for a pending result. Its slot is freed when it settles, or after twice the timeout. */
  function bounded<Result>(result: Promise<Result>, free: () => void, abort: () => void): Promise<Result> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        abort()
        reject(new TokenProviderError('verify_user_timeout'))
      }, seconds * 1000)
      const settled = (): void => {
        clearTimeout(timer)
        free()
      }
      result.then(settled, settled)
      result.then(resolve, reject)
    })
  }

  return async (call, request) => {
    const shared = slots()
    const swept = sweepSlots(shared, most)
    if (swept !== undefined) await swept
    if (areTaken(shared, most)) throw new TokenProviderError('overloaded')
    const { signal, abort, release } = createSignal(request)
    try {
      const result = call(signal)
      // Convert a thenable once: a query builder runs its query each time `then` is called.
      if (!isPromise(result)) return result
      return await bounded(Promise.resolve(result), takeSlot(shared, 2 * seconds), abort)
    } finally {
      release()
    }
  }
}

/** Creates the signal only if the function reads it: most do not, and it costs more than signing a token. */
function createSignal(request: { readonly signal?: AbortSignal }): {
  signal: () => AbortSignal
  abort: () => void
  release: () => void
} {
  let controller: AbortController | undefined
  let disconnected: AbortSignal | undefined
  let aborted = false
  const abort = (): void => {
    aborted = true
    controller?.abort()
  }
  const signal = (): AbortSignal => {
    if (controller === undefined) {
      controller = new AbortController()
      disconnected = request.signal
      if (aborted || disconnected?.aborted === true) controller.abort()
      disconnected?.addEventListener('abort', abort)
    }
    return controller.signal
  }
  return { signal, abort, release: () => disconnected?.removeEventListener('abort', abort) }
}
