import { replaceGlobal } from './replace-globals.js'

/** Time and timers of one schedule. Nothing waits: time goes to the next timer. */
export interface VirtualTime {
  /** Seconds since the schedule began. */
  now(): number
  /** Runs a task after that many seconds. */
  after(seconds: number, task: () => void): void
  /** Fires the timers that are due until that time, one by one, each after all work of the one before. */
  runUntil(seconds: number): Promise<void>
}

interface Timer {
  readonly at: number
  readonly order: number
  readonly task: () => void
}

/** Resolves when all promises that do not wait for a timer have settled. */
const drain = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/**
 * Replaces the timers, the monotonic clock and the random numbers of this process by those of one schedule. They stay
 * replaced until the test ends.
 */
export function createVirtualTime(random: () => number): VirtualTime {
  const timers = new Map<object, Timer>()
  let time = 0
  let order = 0

  const set = (task: () => void, milliseconds = 0): object => {
    const id = { unref: () => id, ref: () => id }
    timers.set(id, { at: time + Math.max(0, milliseconds) / 1000, order: order++, task })
    return id
  }
  replaceGlobal(globalThis, 'setTimeout', set)
  replaceGlobal(globalThis, 'clearTimeout', (id: object) => timers.delete(id))
  replaceGlobal(performance, 'now', () => time * 1000)
  replaceGlobal(Math, 'random', random)
  replaceGlobal(AbortSignal, 'timeout', (milliseconds: number) => {
    const controller = new AbortController()
    set(() => controller.abort(), milliseconds)
    return controller.signal
  })

  const nextTimer = (until: number): object | undefined => {
    let next: object | undefined
    let first: Timer | undefined
    for (const [id, timer] of timers) {
      if (timer.at > until) continue
      if (
        first === undefined ||
        timer.at < first.at ||
        (timer.at === first.at && timer.order < first.order)
      ) {
        next = id
        first = timer
      }
    }
    return next
  }

  return {
    now: () => time,
    after: (seconds, task) => void set(task, seconds * 1000),
    async runUntil(until) {
      await drain()
      for (let id = nextTimer(until); id !== undefined; id = nextTimer(until)) {
        const timer = timers.get(id)
        timers.delete(id)
        time = Math.max(time, timer?.at ?? time)
        timer?.task()
        await drain()
      }
      time = until
    },
  }
}
