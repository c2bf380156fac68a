/** Bursts in a row that bring nothing new. */
const STEADY = 3

/** The most bursts, should the figure never settle. */
const MOST = 15

/** A figure counts as lower when it is so by 2%. */
const LOWER = 0.98

/** Repeats a burst until its cost has stopped falling: the compiler works on a server for seconds. */
export async function warmUp(burst: () => Promise<number>): Promise<void> {
  let least = Number.POSITIVE_INFINITY
  let steady = 0
  for (let count = 0; count < MOST && steady < STEADY; count++) {
    const cost = await burst()
    steady = cost < least * LOWER ? 0 : steady + 1
    least = Math.min(least, cost)
  }
}
