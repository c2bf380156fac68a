/** The number of consecutive rounds without a lower cost after which the warm-up ends. */
const STEADY = 3

/** The maximum number of rounds, in case a cost never settles. */
const MAX_ROUNDS = 30

/** A cost counts as lower if it is at least 2% lower. */
const LOWER = 0.98

/**
 * Repeats a burst at each server until no cost falls any more: the JIT compiler optimizes a server for several seconds. The
 * servers take turns as they do later, because V8 drops the compiled code of one that waits for the others.
 */
export async function warmUp<Server>(
  servers: readonly Server[],
  burst: (server: Server) => Promise<number>,
): Promise<void> {
  const least = new Map<Server, number>()
  let steady = 0
  for (let round = 0; round < MAX_ROUNDS && steady < STEADY; round++) {
    steady++
    for (const server of servers) {
      const cost = await burst(server)
      const before = least.get(server) ?? Number.POSITIVE_INFINITY
      if (cost < before * LOWER) steady = 0
      least.set(server, Math.min(before, cost))
    }
  }
}
