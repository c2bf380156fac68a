/** The number of consecutive bursts without a lower cost after which the warm-up ends. */
const STEADY = 3

/** The maximum number of bursts, in case the cost never settles. */
const MAX_BURSTS = 15

/** A cost counts as lower if it is at least 2% lower. */
const LOWER = 0.98

/** Repeats a burst until its cost stops falling: the JIT compiler optimizes a server for several seconds. */
export async function warmUp(burst: () => Promise<number>): Promise<void> {
  let least = Number.POSITIVE_INFINITY
  let steady = 0
  for (let count = 0; count < MAX_BURSTS && steady < STEADY; count++) {
    const cost = await burst()
    steady = cost < least * LOWER ? 0 : steady + 1
    least = Math.min(least, cost)
  }
}
