import type { MirrorRuntime } from './mirror-runtime.js'

/** Calls that can be aborted together. */
export interface CallGroup {
  /**
   * Runs a call. It is aborted after `limit` seconds; the caller waits for at most `patience` seconds. Several calls may
   * share a controller.
   */
  run<Result>(
    call: (signal: AbortSignal) => Promise<Result>,
    limit: number,
    options?: { readonly patience?: number; readonly controller?: AbortController },
  ): Promise<Result>
  /** Waits. */
  pause(seconds: number): Promise<void>
  /** Aborts all that is under way. */
  abort(reason: string): void
}

/** Creates a group. A call that does not follow its signal is given up all the same. */
export function createCallGroup(runtime: MirrorRuntime): CallGroup {
  const underWay = new Set<(reason: string) => void>()
  const run: CallGroup['run'] = (
    call,
    limit,
    { patience = limit, controller = new AbortController() } = {},
  ) =>
    new Promise((resolve, reject) => {
      const giveUp = (): void => reject(new Error(`The server has not responded within ${patience} s.`))
      const abort = (reason: string): void => {
        end()
        const error = new Error(reason)
        reject(error)
        controller.abort(error)
      }
      const abortLate = (): void => abort(`The server has not responded within ${limit} s.`)
      const end = (): void => {
        cancel()
        underWay.delete(abort)
      }
      let cancel = runtime.after(patience, () => {
        giveUp()
        if (patience >= limit) abortLate()
        else cancel = runtime.after(limit - patience, abortLate)
      })
      underWay.add(abort)
      const result = invoke(call, controller.signal)
      result.then(end, end)
      result.then(resolve, reject)
    })
  return {
    run,
    pause: seconds =>
      new Promise((resolve, reject) => {
        const abort = (reason: string): void => {
          cancel()
          underWay.delete(abort)
          reject(new Error(reason))
        }
        const cancel = runtime.after(seconds, () => {
          underWay.delete(abort)
          resolve()
        })
        underWay.add(abort)
      }),
    abort(reason) {
      for (const abort of underWay) abort(reason)
    },
  }
}

/** Calls a source's method; what it throws is rejected. */
async function invoke<Result>(
  call: (signal: AbortSignal) => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  return call(signal)
}
