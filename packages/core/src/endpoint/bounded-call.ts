import { TokenProviderError } from '../errors/errors.js'
import { isPromise } from '../primitives/waiting.js'
import { areTaken, type Slots, sweepSlots, takeSlot } from '../settings/slots.js'

/** Bounds of a call: seconds that it may take, and how many may be under way. */
export interface CallBounds {
  readonly seconds: number
  readonly most: number
}

/** Calls one of the app's functions within bounds, and hands it a way to its AbortSignal. */
export type BoundedCall = <Answer>(
  call: (signal: () => AbortSignal) => Answer | Promise<Answer>,
  request: { readonly signal?: AbortSignal },
) => Promise<Answer>

/**
 * Makes the one way in which the app's own functions are called while a request waits.
 *
 * @throws {TokenProviderError} (the function returned) `overloaded`, `verify_user_timeout`, and what the call throws
 */
export function createBoundedCall(slots: () => Slots, { seconds, most }: CallBounds): BoundedCall {
  /** Waits for an answer that is not there yet; its slot is freed when it comes, or at twice the time. */
  function bounded<Answer>(answer: Promise<Answer>, free: () => void, abort: () => void): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        abort()
        reject(new TokenProviderError('verify_user_timeout'))
      }, seconds * 1000)
      const settled = (): void => {
        clearTimeout(timer)
        free()
      }
      answer.then(settled, settled)
      answer.then(resolve, reject)
    })
  }

  return async (call, request) => {
    const shared = slots()
    const swept = sweepSlots(shared, most)
    if (swept !== undefined) await swept
    if (areTaken(shared, most)) throw new TokenProviderError('overloaded')
    const { signal, abort, leave } = createSignal(request)
    try {
      const answer = call(signal)
      // Taken over once: a query builder is a thenable that runs its query at each call of `then`.
      if (!isPromise(answer)) return answer
      return await bounded(Promise.resolve(answer), takeSlot(shared, 2 * seconds), abort)
    } finally {
      leave()
    }
  }
}

/** The signal is made only for a function that looks at it: most do not, and it costs more than a signature. */
function createSignal(request: { readonly signal?: AbortSignal }): {
  signal: () => AbortSignal
  abort: () => void
  leave: () => void
} {
  let controller: AbortController | undefined
  let gone: AbortSignal | undefined
  let aborted = false
  const abort = (): void => {
    aborted = true
    controller?.abort()
  }
  const signal = (): AbortSignal => {
    if (controller === undefined) {
      controller = new AbortController()
      gone = request.signal
      if (aborted || gone?.aborted === true) controller.abort()
      gone?.addEventListener('abort', abort)
    }
    return controller.signal
  }
  return { signal, abort, leave: () => gone?.removeEventListener('abort', abort) }
}
