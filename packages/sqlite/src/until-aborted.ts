/** Settles as the promise does, or rejects as soon as the signal is aborted. */
export function untilAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(signal.reason)
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', end))
  })
}
