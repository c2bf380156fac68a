/** Starts a stopwatch: it tells how long ago that was, in the form of Stream's `duration`. */
export function startStopwatch(): () => string {
  const start = performance.now()
  return () => `${(performance.now() - start).toFixed(2)}ms`
}
