import type { MirrorRuntime } from '../../src/mirror-runtime.js'
import { START } from '../fixture/start.js'
import type { VirtualTime } from '../fixture/virtual-time.js'

/** A process that can be frozen, and whose clock can be set. */
export interface SimulatedProcess {
  readonly runtime: MirrorRuntime
  /** Until when it does not get the responses of calls. */
  cutOffUntil: number
  /** Its wall clock, in milliseconds. */
  clock(): number
  /** Sets the wall clock. */
  setClock(seconds: number): void
  /** Nothing runs for that long. `isAsleep`: the monotonic clock stands still too. */
  freeze(seconds: number, isAsleep: boolean): void
  /** Runs a task, now or when the process is no longer frozen. */
  run(task: () => void): void
}

export function createProcess(time: VirtualTime, random: () => number): SimulatedProcess {
  let frozenUntil = 0
  let asleep = 0
  let offset = 0
  const run = (task: () => void): void => {
    if (time.now() < frozenUntil) time.after(frozenUntil - time.now(), () => run(task))
    else task()
  }
  return {
    runtime: {
      monotonic: () => time.now() - asleep,
      random,
      after(seconds, task) {
        let isCancelled = false
        const cancel = time.after(seconds, () =>
          run(() => {
            if (!isCancelled) task()
          }),
        )
        return () => {
          isCancelled = true
          cancel()
        }
      },
    },
    cutOffUntil: 0,
    clock: () => Math.floor((START + time.now() + offset) * 1000),
    setClock(seconds) {
      offset += seconds
    },
    freeze(seconds, isAsleep) {
      const from = Math.max(frozenUntil, time.now())
      frozenUntil = Math.max(frozenUntil, time.now() + seconds)
      if (isAsleep) asleep += frozenUntil - from
    },
    run,
  }
}
