/**
 * Waits for some milliseconds, or until the signal is aborted. An idle wait does not keep the process alive.
 */
export function wait(milliseconds: number, signal: AbortSignal, idle = false): Promise<void> {
  return new Promise(resolve => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    if (idle) timer.unref()
    signal.addEventListener('abort', end)
    if (signal.aborted) end()
  })
}
