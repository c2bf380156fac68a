import type { VirtualTime } from './virtual-time.js'

/** What happens to a message: it arrives after some seconds, once or twice, or never; its response likewise. */
export interface Network {
  /**
   * Sends a message: `land` runs at the other side, perhaps late or twice, and what it returns comes back, or not. A
   * message without a response lands at most `late` seconds after its sender has given up.
   */
  send<Result>(land: () => Result, giveUp: number, late: number): Promise<Result>
  /** From now on, every message arrives and gets its response. */
  heal(): void
}

/** Thrown when a connection ends before the response. */
export class LostError extends Error {}

/**
 * Creates a network.
 *
 * @param failing the share of messages with which something goes wrong
 */
export function createNetwork(time: VirtualTime, random: () => number, failing: number): Network {
  let rate = failing
  /** Mostly fast, sometimes slow: 1 ms to 1.5 s. */
  const latency = (): number => (random() < 0.8 ? 0.001 + random() * 0.05 : random() * 1.5)

  return {
    heal() {
      rate = 0
    },
    send(land, giveUp, late) {
      return new Promise((resolve, reject) => {
        const there = latency()
        const back = rate === 0 ? 0.01 : latency()
        const fault = random() < rate ? Math.floor(random() * 6) : -1
        const answer = (): void => {
          const result = land()
          time.after(back, () => resolve(result))
        }
        const landUnanswered = (): void => void land()
        switch (fault) {
          case 0: // The message is lost, and nobody says so.
            break
          case 1: // The connection breaks before the message arrives.
            time.after(there, () => reject(new LostError('reset')))
            break
          case 2: // The connection breaks, and the message arrives all the same, late.
            time.after(there, () => reject(new LostError('reset')))
            time.after(Math.min(there, giveUp) + random() * late, landUnanswered)
            break
          case 3: // The message arrives, and the response is lost.
            time.after(there, landUnanswered)
            break
          case 4: // The message arrives twice before its response does.
            time.after(there, answer)
            time.after(there + random() * back, landUnanswered)
            break
          case 5: // The message is slow, and arrives after the sender has given up.
            time.after(random() * (giveUp + late), landUnanswered)
            break
          default:
            time.after(there, answer)
        }
      })
    },
  }
}
