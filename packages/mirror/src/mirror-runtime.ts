/** What a mirror uses of its machine. A test or a simulation replaces it. */
export interface MirrorRuntime {
  /** Seconds on a clock that nobody sets. */
  monotonic(): number
  /** Runs a task once, after that many seconds, and keeps no process alive. Returns the function that cancels it. */
  after(seconds: number, task: () => void): () => void
  /** A random number from 0 to 1, without 1. */
  random(): number
}

/** The machine itself. */
export const systemRuntime: MirrorRuntime = {
  monotonic: () => performance.now() / 1000,
  after(seconds, task) {
    const timer = setTimeout(task, seconds * 1000)
    // Outside of Node a timer is a number, without this method.
    timer.unref?.()
    return () => clearTimeout(timer)
  },
  random: () => Math.random(),
}
