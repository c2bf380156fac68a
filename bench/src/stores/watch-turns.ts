/** Watches the turns of the event loop. Returns the function that ends it and returns the longest turn, in ms of CPU time. */
export function watchTurns(): () => number {
  let longest = 0
  let isOver = false
  let last = process.cpuUsage()
  // CPU time and not monitorEventLoopDelay: on a busy machine, other processes take longer than any turn.
  const watch = (): void => {
    const { user, system } = process.cpuUsage(last)
    longest = Math.max(longest, (user + system) / 1000)
    last = process.cpuUsage()
    if (!isOver) setImmediate(watch)
  }
  setImmediate(watch)
  return () => {
    isOver = true
    return longest
  }
}
