import type { Seeded } from '../fixture/seeded.js'
import type { VirtualTime } from '../fixture/virtual-time.js'
import type { SimulatedProcess } from './simulated-process.js'

/** What happens to messages: they arrive after a while, once or twice, or never, and so do their responses. */
export interface Network {
  /** Sends a message of a process: `land` runs at the server, and what it returns comes back, or not. */
  send<Result>(process: SimulatedProcess, land: () => Result | Promise<Result>): Promise<Result>
  /** From now on, every message arrives and gets its response. */
  heal(): void
}

/** How late a message can land whose sender has given up, in seconds. */
const LATE = 6

/** Creates a network. `failing` is the share of messages with which something goes wrong. */
export function createNetwork(time: VirtualTime, choice: Seeded, failing: number): Network {
  let rate = failing
  const latency = (): number =>
    rate === 0 ? 0.005 : choice.chance(0.9) ? 0.001 + choice.random() * 0.03 : choice.random() * 1.2

  return {
    heal() {
      rate = 0
    },
    send: (process, land) =>
      new Promise((resolve, reject) => {
        const fault = choice.chance(rate) ? choice.below(6) : -1
        const isCutOff = (): boolean => time.now() < process.cutOffUntil
        const arrive = async (isAnswered: boolean): Promise<void> => {
          if (isCutOff()) return
          try {
            const result = await land()
            if (!isAnswered) return
            time.after(latency(), () => {
              if (!isCutOff()) process.run(() => resolve(result))
            })
          } catch (error) {
            if (isAnswered) time.after(latency(), () => process.run(() => reject(error)))
          }
        }
        const reset = (): void => process.run(() => reject(new Error('reset')))
        const after = (seconds: number, isAnswered: boolean): void =>
          void time.after(seconds, () => void arrive(isAnswered))
        switch (fault) {
          case 0: // It is lost, and nobody says so.
            break
          case 1: // The connection breaks before it arrives.
            time.after(latency(), reset)
            break
          case 2: // The connection breaks, and it arrives all the same, late.
            time.after(latency(), reset)
            after(choice.random() * LATE, false)
            break
          case 3: // It arrives, and the response is lost.
            after(latency(), false)
            break
          case 4: // It arrives twice.
            after(latency(), true)
            after(choice.random() * LATE, false)
            break
          case 5: // It is slow.
            after(choice.random() * LATE, true)
            break
          default:
            after(latency(), true)
        }
      }),
  }
}
