/** How far the wall clock may run ahead of the monotonic one between two looks, in seconds, without a reason. */
const TOLERANCE = 0.1

/**
 * Creates a count of the seconds that have passed, which never goes back. It counts on the monotonic clock, and adds
 * what the wall clock has run ahead of it: some monotonic clocks stand still while the machine sleeps. A wall clock
 * that is set back changes nothing.
 */
export function createElapsed(monotonic: () => number, wall: () => number): () => number {
  let asleep = 0
  let lastAhead = Number.NaN
  return () => {
    const now = monotonic()
    const ahead = wall() - now
    if (ahead - lastAhead > TOLERANCE) asleep += ahead - lastAhead
    if (Number.isFinite(ahead)) lastAhead = ahead
    return now + asleep
  }
}
