/** Starts a stopwatch. The returned function formats the elapsed time like Stream's `duration`. */
export function startStopwatch(): () => string {
  const start = performance.now()
  return () => `${(performance.now() - start).toFixed(2)}ms`
}
